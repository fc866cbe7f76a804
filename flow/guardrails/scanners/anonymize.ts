import * as z from "zod";
import { findPersonal, personalKinds } from "../personal/find-personal.ts";
import { loadPhones } from "../personal/phone.ts";
import { Vault, type VaultEntries } from "../personal/vault.ts";
import { declareScanner, type Match } from "../scanner.ts";
import type { ScanText } from "../text/scan-text.ts";

const settings = z.strictObject({
  kinds: z
    .array(z.enum(personalKinds))
    .min(1)
    .default([...personalKinds])
    .meta({ title: "Personal data", description: "The kinds of personal data to replace." }),
});

/** Finds personal data. Its replacement has placeholders that no run keeps; `anonymizeText` keeps them. */
export const anonymize = declareScanner({
  type: "anonymize",
  title: "Anonymize",
  summary: "Replaces personal data with placeholders before a model sees it.",
  sides: ["input"],
  settings,
  defaultThreshold: 0.5,
  async scan({ settings, text }) {
    const { matches, replacement } = await anonymizeText(text, settings, []);
    return { score: matches.length > 0 ? 1 : 0, matches, replacement };
  },
});

interface Anonymized {
  readonly matches: readonly Match[];
  readonly replacement: string;
  /** The entries given and the new ones: what the next text of the run is given. */
  readonly entries: VaultEntries;
}

/** Replaces personal data by the placeholders of a run; the same value always gets the same one. */
export async function anonymizeText(text: ScanText, { kinds }: z.output<typeof settings>, entries: VaultEntries): Promise<Anonymized> {
  const { clean, original } = text;
  const vault = new Vault(entries);
  const matches: Match[] = [];
  let replacement = "";
  let done = 0;
  const found = findPersonal(clean.text, new Set(kinds), await loadPhones()).map((match) => ({ ...match, ...clean.originOf(match) }));
  // Decoded text stands at the end of the clean view, and its place may be anywhere.
  for (const { kind, label, start, end } of found.sort((a, b) => a.start - b.start)) {
    if (start < done) continue;
    replacement += original.slice(done, start) + vault.placeholderFor(kind, original.slice(start, end), original);
    matches.push({ start, end, label });
    done = end;
  }
  return { matches, replacement: replacement + original.slice(done), entries: vault.entries };
}
