import type { NodeSurroundings } from "../nodes/node.ts";
import type { FoundIssue } from "../problems/explain-union.ts";
import { toIssue } from "../problems/issue.ts";
import { retryBounds } from "../nodes/retry-policy.ts";
import { settingTitle, withArticle } from "../nodes/setting-title.ts";
import type { CheckedGraph, CheckedNode } from "./connect-nodes.ts";
import type { NodeProblem, Note } from "./problem.ts";

/** Each node's config against its declaration, and the settings that all nodes have. */
export function checkSettings({ nodes }: CheckedGraph, surroundings: NodeSurroundings, note: Note): void {
  for (const each of nodes) {
    checkConfig(each, surroundings, note);
    checkTimeout(each, note);
    checkRetry(each, note);
  }
}

function checkConfig({ node, index, declaration }: CheckedNode, surroundings: NodeSurroundings, note: Note): void {
  if (!declaration) return;
  const where = (path: readonly (string | number)[]) => ({ node: node.id, path: ["nodes", index, "config", ...path] });
  const parsed = declaration.params.safeParse(node.config);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.filter((part) => typeof part !== "symbol");
      const title = settingTitle(declaration.params, path);
      const missing = path.length > 0 && isBlank(valueAt(node.config, path));
      if (missing) note("setting_missing", missingFrom(node.name, path, title), `Enter ${withArticle(title)}.`, where(path));
      else note("setting_invalid", `“${node.name}” has an invalid ${title}: ${faultOf(issue)}`, `Correct the ${title}.`, where(path));
    }
    return;
  }
  declaration.check?.(
    parsed.data,
    ({ code, path, message, suggestion }) => {
      if (!declaration.problems?.includes(code))
        throw new Error(`The node type ${declaration.type} does not declare the problem "${code}".`);
      note(code as NodeProblem, `“${node.name}”: ${message}`, suggestion, where(path)); // It is declared, as just seen.
    },
    surroundings,
  );
}

/** zod says of a union only that its input is invalid, so the message comes from `toIssue`. */
function faultOf(issue: FoundIssue): string {
  return issue.code === "invalid_union" ? toIssue(issue)[0]!.message : `${issue.message}.`;
}

/** `“API” has no URL.`, or in a list `“API” has no name for item 2 of headers.` */
function missingFrom(name: string, path: readonly (string | number)[], title: string): string {
  const at = path.findLastIndex((part) => typeof part === "number");
  return `“${name}” has no ${title}${at < 1 ? "" : ` for item ${Number(path[at]) + 1} of ${String(path[at - 1])}`}.`;
}

function checkTimeout({ node, index, declaration }: CheckedNode, note: Note): void {
  if (node.timeoutSec === undefined || !declaration) return;
  const where = { node: node.id, path: ["nodes", index, "timeoutSec"] };
  const { timeout } = declaration;
  if (!timeout) {
    if (node.timeoutSec !== null)
      note("timeout_not_supported", `“${node.name}” has a timeout, but nodes of this type have no timeout.`, "Remove the timeout.", where);
    return;
  }
  const { timeoutSec } = node;
  if (timeoutSec === null ? timeout.canBeNone : timeoutSec >= timeout.minSec && timeoutSec <= timeout.maxSec) return;
  note(
    "timeout_out_of_range",
    `The timeout of “${node.name}” must be between ${timeout.minSec} and ${timeout.maxSec} seconds.`,
    `Enter a value in that range. The default is ${timeout.defaultSec}.`,
    where,
  );
}

function checkRetry({ node, index, declaration }: CheckedNode, note: Note): void {
  const { retry } = node;
  if (!retry || !declaration) return;
  const where = (...below: string[]) => ({ node: node.id, path: ["nodes", index, "retry", ...below] });
  if (!declaration.retryable) {
    if (retry.attempts !== 0)
      note(
        "retry_not_supported",
        `“${node.name}” has retry settings, but nodes of this type are not retried.`,
        "Remove the retry settings.",
        where(),
      );
    return;
  }
  const { maxAttempts, maxDelayMs } = retryBounds;
  const outside = (value: number | undefined, max: number) =>
    value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= max);
  const complain = (what: string, wanted: string, key: string) =>
    note("retry_out_of_range", `The ${what} of “${node.name}” must be ${wanted}.`, "Enter a valid value.", where(key));
  if (outside(retry.attempts, maxAttempts)) complain("number of retries", `a whole number from 0 to ${maxAttempts}`, "attempts");
  if (outside(retry.delayMs, maxDelayMs)) complain("retry delay", `a whole number of milliseconds up to ${maxDelayMs}`, "delayMs");
  if (outside(retry.maxDelayMs, maxDelayMs))
    complain("maximum retry delay", `a whole number of milliseconds up to ${maxDelayMs}`, "maxDelayMs");
  else if (retry.maxDelayMs !== undefined && retry.delayMs !== undefined && retry.maxDelayMs < retry.delayMs)
    complain("maximum retry delay", "at least the retry delay", "maxDelayMs");
  if (retry.on?.length === 0 && retry.attempts > 0)
    note("retry_out_of_range", `“${node.name}” has retries but no errors to retry.`, "Choose at least one kind of error.", where("on"));
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}
function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined),
    value,
  );
}
