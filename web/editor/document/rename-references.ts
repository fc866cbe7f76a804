import { renameInput, renameInputInExpression, renameNode, renameNodeInExpression } from "#flow/expressions/rename-node.ts";
import { linesLeft, renameInputInScript, renameNodeInScript } from "#flow/expressions/rename-in-script.ts";
import { declarationOf } from "#flow/nodes/registry.ts";
import type { FlowNode, RenameReferences } from "./changes.ts";

/** Rewrites the references in a node's settings. Fetched separately, because the parsers are large. */
export const renameReferences: RenameReferences = (node, from, to, start) => {
  const textKind = declarationOf(node.type)?.textKind;
  const visit = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof value === "string") {
      // Parsing is what costs, and a reference spells the name.
      if (!value.includes(from)) return value;
      const kind = textKind?.(path, node.config) ?? "template";
      if (kind === "plain") return value;
      if (start === undefined) return renameIn[kind](value, from, to);
      return value.includes(start) ? renameInputIn[kind](value, start, from, to) : value;
    }
    if (Array.isArray(value))
      return mapped(
        value,
        value.map((item, at) => visit(item, [...path, at])),
      );
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const next = entries.map(([key, item]) => visit(item, [...path, key]));
    return entries.every(([, item], at) => item === next[at]) ? value : Object.fromEntries(entries.map(([key], at) => [key, next[at]]));
  };
  const config = visit(node.config, []) as FlowNode["config"];
  return config === node.config ? node : { ...node, config };
};

/** Whether a node's script may still mean what was renamed by its old name. */
export function mayStillName(node: FlowNode, from: string, to: string, start?: string): boolean {
  const textKind = declarationOf(node.type)?.textKind;
  return Object.entries(node.config).some(
    ([key, text]) =>
      typeof text === "string" &&
      text.includes(from) &&
      textKind?.([key], node.config) === "script" &&
      linesLeft(text, from, to, start).length > 0,
  );
}

const renameIn = { template: renameNode, json: renameNode, expression: renameNodeInExpression, script: renameNodeInScript };
const renameInputIn = { template: renameInput, json: renameInput, expression: renameInputInExpression, script: renameInputInScript };

const mapped = (before: readonly unknown[], after: readonly unknown[]): unknown =>
  before.every((item, at) => item === after[at]) ? before : after;
