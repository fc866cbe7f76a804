/** One line that says what a node really does, as the declaration of its type asks for it. */
import type { CardLine } from "#flow/nodes/node-face.ts";
import type { FlowDocument } from "../../base/api/resources.ts";
import { flowLabels } from "./flow-labels.ts";
import { kindOf } from "./node-kinds.ts";

type Node = FlowDocument["nodes"][number];
type Settings = Node["config"];

const words = flowLabels.summary;
const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== "";
const text = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
const list = (value: unknown): readonly Record<string, unknown>[] => (Array.isArray(value) ? value : []);
/** `{{ steps.Start.a }}` reads better as `a`. */
const bare = (value: unknown): string => {
  const [, inside] = /^\{\{\s*((?:(?!\}\}).)*?)\s*\}\}$/s.exec(text(value)) ?? [];
  return (inside ?? text(value)).replace(/^(context\.)?steps\.(`[^`]*`|\w+)\.(output\.)?(?=.)/, "");
};

/** The card line of a node of this flow. */
export function summaryOf(node: Node, flow: Pick<FlowDocument, "inputs">): string {
  const { card, initial } = kindOf(node.type);
  const line = card.find((each) => each.kind !== "settings" || isSet(node.config[lastSetting(each.text)])) ?? card.at(-1);
  return line ? said(line, node, { ...initial, ...node.config }, flow) : node.type;
}

function said(line: CardLine, node: Node, settings: Settings, { inputs }: Pick<FlowDocument, "inputs">): string {
  switch (line.kind) {
    case "settings":
      return line.text.replace(/\{(\w+)\}/g, (_, setting: string) => bare(settings[setting]).replace(/^https?:\/\//, ""));
    case "names": {
      const names = list(node.config[line.of]).map(({ name }) => text(name));
      return names.length === 0 ? line.none : names.join(", ");
    }
    case "code":
      return node.description || codeSaid(text(node.config[line.of]));
    case "branches":
      return branchesSaid(list(node.config[line.of]));
    case "inputs":
      return inputs.length > 0 && inputs.length <= 3 ? inputs.map(({ name }) => name).join(", ") : words.inputs(inputs.length);
  }
}

const lastSetting = (line: string): string => /\{(\w+)\}[^{}]*$/.exec(line)?.[1] ?? "";

/** What it returns says more of a script than its first line. */
function codeSaid(code: string): string {
  const lines = code.split("\n").map((line) => line.trim());
  return lines.findLast((line) => line.startsWith("return")) ?? lines.find((line) => line !== "" && !line.startsWith("//")) ?? "";
}

/** Signs that everybody reads stay signs: `a < b`. */
const operatorSaid = (operator: string): string => (/^\W+$/.test(operator) ? operator : (flowLabels.operators[operator] ?? operator));

function branchesSaid(branches: readonly Record<string, unknown>[]): string {
  const first = branches[0];
  if (!first) return words.branches(0);
  const criteria =
    "expression" in first
      ? bare(first.expression)
      : list(first.criteria)
          .map(({ left, operator, right }) => `${bare(left)} ${operatorSaid(text(operator))} ${bare(right)}`.trim())
          .join(` ${text(first.join)} `);
  return branches.length > 1 ? `${criteria} · ${words.branches(branches.length)}` : criteria;
}
