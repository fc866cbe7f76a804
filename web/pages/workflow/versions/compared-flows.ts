import { type FlowDiff, versions } from "../../../base/api/management.ts";
import { type FlowDocument, flows, workflows } from "../../../base/api/resources.ts";
import { edgeKey, type FlowMarks, type Mark } from "../../../editor/drawing/flow-marks.ts";

type FlowVersion = Awaited<ReturnType<typeof workflows.version>>;

export interface ComparedFlow {
  readonly flow: FlowDocument;
  readonly marks: FlowMarks;
  /** Undefined for the draft. */
  readonly version?: FlowVersion;
}
export interface ComparedFlows {
  readonly before: ComparedFlow;
  readonly after: ComparedFlow;
  readonly same: boolean;
  readonly diff: FlowDiff;
}

/** Two flows of a workflow and what differs; each is a version's id, `draft`, or `deployed`, which `deployedId` says. */
export async function loadComparedFlows(
  workflowId: string,
  deployedId: string | undefined,
  from: string,
  to: string,
): Promise<ComparedFlows> {
  const load = async (choice: string): Promise<{ flow: FlowDocument; version?: FlowVersion }> => {
    if (choice === "draft") return { flow: (await flows.get(workflowId)).flow };
    // Where nothing is deployed the server says so.
    const version = await workflows.version(workflowId, choice === "deployed" ? (deployedId ?? choice) : choice);
    return { flow: version.flow, version };
  };
  const [{ same, diff }, before, after] = await Promise.all([versions.diff(workflowId, from, to), load(from), load(to)]);
  const marks = marksOf(diff, before.flow);
  return { same, diff, before: { ...before, marks: marks.before }, after: { ...after, marks: marks.after } };
}

/** What is drawn differently on each side. A node that was only moved is not marked. */
export function marksOf({ nodes, edges }: FlowDiff, before: FlowDocument): { before: FlowMarks; after: FlowMarks } {
  const told = nodes.changed.filter(({ renamed, settings }) => renamed !== undefined || settings.length > 0);
  const newIds = new Map(nodes.changed.flatMap(({ id, newId }) => (newId === undefined ? [] : [[id, newId] as const])));
  const current = (id: string) => newIds.get(id) ?? id;
  const all = (mark: Mark, keys: readonly string[]) => keys.map((key) => [key, mark] as const);
  // The diff names the ends of a connection by the ids that they have afterwards.
  const removed = new Set(edges.removed.map(edgeKey));
  const gone = before.edges.filter(({ from, outcome, to }) => removed.has(edgeKey({ from: current(from), outcome, to: current(to) })));
  return {
    before: {
      nodes: new Map([
        ...all(
          "removed",
          nodes.removed.map(({ id }) => id),
        ),
        ...all(
          "changed",
          told.map(({ id }) => id),
        ),
      ]),
      edges: new Map(all("removed", gone.map(edgeKey))),
    },
    after: {
      nodes: new Map([
        ...all(
          "added",
          nodes.added.map(({ id }) => id),
        ),
        ...all(
          "changed",
          told.map(({ id }) => current(id)),
        ),
      ]),
      edges: new Map(all("added", edges.added.map(edgeKey))),
    },
  };
}
