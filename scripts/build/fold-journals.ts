/** Folds the golden journals with this build: runs that wait while it is deployed must go on as they would have. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { engineRevision } from "../../flow/engine/revision.ts";
import { root } from "../root.ts";
import { foldJournal, type GoldenJournal } from "./fold-journal.ts";

const journalsFolder = join(root, "test/fixtures/journals");

/** The golden journals by their names. */
export function goldenJournals(): ReadonlyMap<string, GoldenJournal> {
  const files = readdirSync(journalsFolder).filter((name) => name.endsWith(".json"));
  // Written by record.ts of the same folder.
  return new Map(files.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(journalsFolder, file), "utf8")) as GoldenJournal]));
}

/** What this build folds differently, one text for each journal; empty where there is nothing to say. */
export function findDivergences(journals: ReadonlyMap<string, GoldenJournal>): string[] {
  const found = Array.from(journals, ([name, journal]) => {
    const difference = differenceIn(journal);
    return difference && `${name} (${journal.about}), revision ${journal.revision}: ${difference}`;
  });
  const missing = [...journals.values()].some(({ revision }) => revision === engineRevision)
    ? []
    : [`There is no journal of revision ${engineRevision}. Record some: test/fixtures/journals/README.md says how.`];
  return [...found.filter((text) => text !== undefined), ...missing];
}

/** What a person should read who is about to deploy this build. */
export function divergenceReport(divergences: readonly string[]): string {
  return [
    "This build folds recorded journals differently. Runs that wait while it is deployed would take another path.",
    ...divergences.map((text) => `  ${text}`),
    "Undo that part of the change, or keep the old rules for runs of older revisions and raise engineRevision: see test/fixtures/journals/README.md.",
  ].join("\n");
}

function differenceIn(journal: GoldenJournal): string | undefined {
  try {
    const { folded, nodes } = foldJournal(journal);
    return firstDifference("after entry", journal.folded, folded) ?? firstDifference("at the end, node", journal.nodes, nodes);
  } catch (error) {
    return `it cannot be folded: ${String(error)}`;
  }
}

function firstDifference(where: string, recorded: readonly unknown[], now: readonly unknown[]): string | undefined {
  const at = recorded.findIndex((one, index) => JSON.stringify(one) !== JSON.stringify(now[index]));
  return at < 0 ? undefined : `${where} ${at} it had ${JSON.stringify(recorded[at])} and now has ${JSON.stringify(now[at])}.`;
}
