import type { FlowDocument } from "../../base/api/resources.ts";
import { flowLabels } from "./flow-labels.ts";
import type { IconName } from "../../base/ui/icons.tsx";

type Node = FlowDocument["nodes"][number];
type Family = "flow" | "data" | "ai" | "people" | "time";

const looks: Readonly<Record<string, { icon: IconName; family: Family }>> = {
  start: { icon: "start", family: "flow" },
  end: { icon: "end", family: "flow" },
  condition: { icon: "condition", family: "flow" },
  api: { icon: "api", family: "data" },
  script: { icon: "script", family: "data" },
  delay: { icon: "time", family: "time" },
};

/** The icon of a node's type and the tint of its family. */
export function lookOf(type: string): { icon: IconName; family: Family } {
  return looks[type] ?? { icon: "node", family: "flow" };
}

const text = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
const list = (value: unknown): readonly Record<string, unknown>[] => (Array.isArray(value) ? value : []);
/** `{{ steps.Start.a }}` reads better as `a`. */
const bare = (value: unknown): string =>
  text(value)
    .replace(/^\{\{\s*(.*?)\s*\}\}$/s, "$1")
    .replace(/^(context\.)?steps\.(`[^`]*`|\w+)\.(output\.)?(?=.)/, "");

/** One line that says what a node really does. */
export function summaryOf(node: Node, flow: Pick<FlowDocument, "inputs">): string {
  const { config } = node;
  const words = flowLabels.summary;
  switch (node.type) {
    case "start":
      return flow.inputs.length > 0 && flow.inputs.length <= 3
        ? flow.inputs.map(({ name }) => name).join(", ")
        : words.start(flow.inputs.length);
    case "end":
      return words.end(list(config.outputs).map(({ name }) => text(name)));
    case "api":
      return `${text(config.method) || "GET"} ${text(config.url).replace(/^https?:\/\//, "")}`;
    case "condition":
      return conditionSummary(list(config.branches));
    case "script":
      return node.description || scriptSummary(text(config.code));
    case "delay":
      return config.until === undefined ? words.seconds(bare(config.seconds)) : words.until(bare(config.until));
    default:
      return node.type;
  }
}

/** What it returns says more of a script than its first line. */
function scriptSummary(code: string): string {
  const lines = code.split("\n").map((line) => line.trim());
  return lines.findLast((line) => line.startsWith("return")) ?? lines.find((line) => line !== "" && !line.startsWith("//")) ?? "";
}

/** Signs that everybody reads stay signs: `a < b`. */
const operatorSaid = (operator: string): string => (/^\W+$/.test(operator) ? operator : (flowLabels.operators[operator] ?? operator));

function conditionSummary(branches: readonly Record<string, unknown>[]): string {
  const first = branches[0];
  if (!first) return flowLabels.summary.branches(0);
  const said =
    "expression" in first
      ? bare(first.expression)
      : list(first.criteria)
          .map(({ left, operator, right }) => `${bare(left)} ${operatorSaid(text(operator))} ${bare(right)}`.trim())
          .join(` ${text(first.join)} `);
  return branches.length > 1 ? `${said} · ${flowLabels.summary.branches(branches.length)}` : said;
}

/** Outcomes that need no word on the edge because there is only one way on. */
export function isPlainOutcome(outcome: string): boolean {
  return outcome === "next" || outcome === "success";
}
