/** Renaming references needs the parsers, which are large. They are fetched when they are first needed. */
import type { FlowDocument } from "../../base/api/resources.ts";
import type { Change, RenameReferences } from "./changes.ts";
import { hasRole } from "../drawing/node-kinds.ts";

let fetched: typeof import("./rename-references.ts") | undefined;

export const fetchRenamer = async (): Promise<RenameReferences> => {
  fetched = await import("./rename-references.ts");
  return fetched.renameReferences;
};
/** Fetches the parsers before they are needed, if the connection allows. */
export const prefetchRenamer = (): void => void fetchRenamer().catch(() => undefined);
export const hasRenamer = (): boolean => fetched !== undefined;

/** Renames references once the parsers are there; before that, references stay as they are. */
export const rename: RenameReferences = (node, from, to, start) => (fetched ? fetched.renameReferences(node, from, to, start) : node);

interface Renaming {
  from: string;
  to: string;
  /** The name of the start node, if one of its inputs is renamed. */
  start?: string | undefined;
}

/** What is renamed by changes to this document. */
export function renamingsIn({ nodes }: FlowDocument, changes: readonly Change[]): readonly Renaming[] {
  const start = nodes.find((node) => hasRole(node, "start"))?.name;
  return changes.flatMap((change): Renaming[] => {
    if (change.kind === "setInputs") return change.renamed ? [{ ...change.renamed, start }] : [];
    if (change.kind !== "setNode" || change.set.name === undefined) return [];
    const from = nodes.find(({ id }) => id === change.id)?.name;
    return from === change.set.name ? [] : [{ from: from ?? "", to: change.set.name }];
  });
}

/** The names of the nodes whose scripts may compute a renamed name, which cannot be rewritten. */
export function scriptsLeft({ nodes }: FlowDocument, renamings: readonly Renaming[]): readonly string[] {
  return renamings
    .filter(({ from, to }) => from !== "" && to !== "")
    .flatMap(({ from, to, start }) => nodes.filter((node) => fetched?.mayStillName(node, from, to, start)))
    .map(({ name }) => name);
}
