/** The audit entry for a save of the draft: what was changed, and each node's model, connection and script. */
import type { FlowDocument, FlowNode } from "../model/document.ts";
import type { Fingerprint } from "./details.ts";
import type { AuditEvent } from "./entry.ts";

type FlowEvent = AuditEvent<"flow.changed" | "node.modelChanged" | "node.connectionChanged" | "node.scriptChanged">;

/** How often a person saved in a session, and when it started (epoch milliseconds). */
interface Session {
  readonly saves: number;
  readonly since: number;
}

/** The entries of an editing session. One that was taken back has an entry all the same: it happened. */
export async function flowChanges(
  subject: { readonly id: string; readonly name: string },
  before: FlowDocument,
  after: FlowDocument,
  fingerprint: (text: string) => Promise<Fingerprint>,
  session: Session,
): Promise<FlowEvent[]> {
  const { added, removed, changed, edges, fields } = differences(before, after);
  const was = new Map(before.nodes.map((node) => [node.id, node]));
  const is = new Map(after.nodes.map((node) => [node.id, node]));
  const lists = { added: names(added), removed: names(removed), changed: names(changed) };
  const events: FlowEvent[] = [{ event: "flow.changed", subject, details: { ...lists, edges, fields, ...session } }];
  for (const node of [...added, ...changed, ...removed]) {
    events.push(...(await nodeChanges(node, was.get(node.id), is.get(node.id), fingerprint)));
  }
  return events;
}

/** Whether anything but places on the canvas and the order of keys differs. */
export function isFlowChanged(before: FlowDocument, after: FlowDocument): boolean {
  const { added, removed, changed, edges, fields } = differences(before, after);
  return added.length + removed.length + changed.length > 0 || edges || fields;
}

function differences(before: FlowDocument, after: FlowDocument) {
  const was = new Map(before.nodes.map((node) => [node.id, node]));
  const is = new Map(after.nodes.map((node) => [node.id, node]));
  const added = after.nodes.filter(({ id }) => !was.has(id));
  const removed = before.nodes.filter(({ id }) => !is.has(id));
  const changed = after.nodes.filter((node) => was.has(node.id) && written(was.get(node.id)!) !== written(node));
  const edges = text(before.edges) !== text(after.edges);
  const fields = text([before.inputs, before.outputs]) !== text([after.inputs, after.outputs]);
  return { added, removed, changed, edges, fields };
}

async function nodeChanges(
  { id, name }: FlowNode,
  before: FlowNode | undefined,
  after: FlowNode | undefined,
  fingerprint: (text: string) => Promise<Fingerprint>,
): Promise<FlowEvent[]> {
  const subject = { id, name };
  const events: FlowEvent[] = [];
  const model = change(before, after, "model");
  if (model) events.push({ event: "node.modelChanged", subject, details: model });
  for (const setting of ["connection", "authorization"]) {
    const connection = change(before, after, setting);
    if (connection) events.push({ event: "node.connectionChanged", subject, details: connection });
  }
  const script = change(before, after, "code");
  if (script) {
    const print = async (code: string | null) => (code === null ? null : fingerprint(code));
    events.push({
      event: "node.scriptChanged",
      subject,
      details: { before: await print(script.before), after: await print(script.after) },
    });
  }
  return events;
}

/** A setting that differs, both of its values; undefined where it does not. */
function change(before: FlowNode | undefined, after: FlowNode | undefined, setting: string) {
  const values = { before: settingOf(before, setting), after: settingOf(after, setting) };
  return values.before === values.after ? undefined : values;
}

function settingOf(node: FlowNode | undefined, setting: string): string | null {
  const value = node && Object.hasOwn(node.config, setting) ? node.config[setting] : null;
  return typeof value === "string" && value !== "" ? value : null;
}

/** A node as text, without its place on the canvas. */
function written(node: FlowNode): string {
  return text({ ...node, position: null });
}

/** JSON with sorted keys: the order in which an editor writes them is not a change. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function names(nodes: readonly FlowNode[]): string[] {
  return nodes.map(({ name }) => name);
}
