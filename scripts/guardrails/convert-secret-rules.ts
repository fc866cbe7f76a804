/** Makes flow/guardrails/secrets/rules.json from gitleaks' own list of rules (MIT). Rules that only look at paths are left out. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { dataFolder } from "./sources.ts";

type Value = string | number | string[];
interface Section {
  readonly name: string;
  readonly values: Map<string, Value>;
}

/** The sections of a TOML file that uses basic and literal strings, numbers and lists of strings. */
function readToml(text: string): Section[] {
  const sections: Section[] = [{ name: "", values: new Map() }];
  const pattern = /^\[\[?([\w.]+)\]\]?[^\n]*$|^(\w+) = (\[[^]*?\]$|'''[^]*?'''|"(?:[^"\\]|\\.)*"|[\d.]+)/gm;
  for (const [, section, key, value = ""] of text.matchAll(pattern)) {
    if (section !== undefined) sections.push({ name: section, values: new Map() });
    else if (key !== undefined) sections.at(-1)?.values.set(key, readValue(value));
  }
  return sections;
}

function readValue(value: string): Value {
  const strings = [...value.matchAll(/'''([^]*?)'''|"((?:[^"\\]|\\.)*)"/g)].map(
    ([, literal, basic]) => literal ?? String(JSON.parse(`"${basic ?? ""}"`)),
  );
  if (value.startsWith("[")) return strings;
  return strings[0] ?? Number(value);
}

const list = (value: Value | undefined) => (Array.isArray(value) ? value : []);

/** Writes the rules from gitleaks' file. */
export function convertSecretRules(): void {
  const rules: (Partial<Record<string, unknown>> & { allowed: unknown[] })[] = [];
  const allowed: { regexes: string[]; stopwords: string[] } = { regexes: [], stopwords: [] };
  for (const { name, values } of readToml(readFileSync(join(dataFolder, "gitleaks+gitleaks/gitleaks.toml"), "utf8"))) {
    if (name === "allowlist") Object.assign(allowed, { regexes: list(values.get("regexes")), stopwords: list(values.get("stopwords")) });
    if (name === "rules")
      rules.push({
        id: values.get("id"),
        regex: values.get("regex"),
        keywords: list(values.get("keywords")).map((word) => word.toLowerCase()),
        ...(values.has("entropy") && { entropy: values.get("entropy") }),
        ...(values.has("secretGroup") && { group: values.get("secretGroup") }),
        allowed: [],
      });
    // Lists that also ask for a path or a commit say nothing about texts.
    if (name === "rules.allowlists" && !values.has("paths") && !values.has("condition"))
      rules.at(-1)?.allowed.push({
        regexes: list(values.get("regexes")),
        stopwords: list(values.get("stopwords")),
        target: String(values.get("regexTarget") ?? "secret"),
      });
  }
  const kept = rules.filter(({ regex }) => regex !== undefined);
  const file = {
    attribution: "Rules of gitleaks (https://github.com/gitleaks/gitleaks), Copyright (c) 2019 Zachary Rice, MIT License",
    allowed,
    rules: kept,
  };
  writeFileSync(join(root, "flow/guardrails/secrets/rules.json"), `${JSON.stringify(file, undefined, 1)}\n`);
  console.log(`secrets: ${kept.length} rules`);
}
