import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { FlowDocument, FlowProblem } from "../../base/api/resources.ts";
import type { ConfigPath, FlowNode } from "../document/changes.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import type { TestRunModel } from "../test-run/test-run-model.ts";
import { stepsBefore } from "./reachable.ts";
import type { Reach } from "./suggest.ts";

/** What the fields of one node share. */
export interface FieldWorld {
  editor: FlowEditor;
  run: TestRunModel;
  node: FlowNode;
  readOnly: boolean;
}
const World = createContext<FieldWorld | undefined>(undefined);
export const ShareField = World.Provider;

export function useField(): FieldWorld {
  const world = useContext(World);
  if (!world) throw new Error("A field is shown outside of the inspector.");
  return world;
}

/** The RFC 6901 pointer of a setting below its node. */
export const pointerOf = (path: ConfigPath): string =>
  ["", "config", ...path].map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/");

/** Where a problem is, below its node. */
const placeOf = ({ path = "" }: FlowProblem): string => path.replace(/^\/nodes\/\d+/, "");

/** The problems of a setting as text. `deep` includes the problems of its parts. */
export function faultAt({ editor, node }: FieldWorld, path: ConfigPath, deep = true): string | undefined {
  return faultAtPointer(editor, node.id, pointerOf(path), deep);
}

export function faultAtPointer(editor: FlowEditor, nodeId: string, pointer: string, deep = true): string | undefined {
  const found = editor.problems.value.filter(
    (problem) => problem.node === nodeId && (placeOf(problem) === pointer || (deep && placeOf(problem).startsWith(`${pointer}/`))),
  );
  return found.length > 0 ? found.map((problem) => inField(problem, editor.document.peek())).join(" ") : undefined;
}

/** At a field, an empty one needs only the action, and no message needs the node's name in front. */
function inField({ code, message, suggestion, node: id }: FlowProblem, { nodes }: FlowDocument): string {
  if (code === "setting_missing" || code === "criterion_incomplete") return suggestion;
  const prefix = `“${nodes.find((node) => node.id === id)?.name}”: `;
  return `${message.startsWith(prefix) ? message.slice(prefix.length) : message} ${suggestion}`;
}

/** Sets one place of the node's config; typing in one field is one step to undo. */
export function setConfig({ editor, node }: FieldWorld, path: ConfigPath, value: unknown): void {
  editor.apply({ kind: "setConfig", id: node.id, path, value }, `${node.id}${pointerOf(path)}`);
}

/** What can be referred to from the node, and what it was in the last test run. */
export function reachOf({ editor, node, run }: FieldWorld): Reach {
  const document = editor.document.peek();
  return {
    steps: stepsBefore(document, node.id),
    inputs: document.inputs,
    env: run.env.peek().map(({ name }) => name),
    sample: run.scope.peek(),
  };
}

/** The value at a place of the config. */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined),
    value,
  );
}

/** A setting as it stands in a text field. */
export const textOf = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value, null, 2);
