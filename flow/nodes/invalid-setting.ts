import type { NodeResult } from "./node.ts";

/** The failure of a setting whose value, known only in the run, cannot be used; `wanted` completes "must be …". */
export function invalidSetting(what: string, value: unknown, wanted: string, input?: unknown): NodeResult {
  const shown = JSON.stringify(value) ?? "nothing";
  const message = `${what} must be ${wanted}, but is ${shown.length > 200 ? `${shown.slice(0, 200)}…` : shown}.`;
  return { kind: "fail", error: { code: "setting_invalid", message, class: "other" }, ...(input === undefined ? {} : { input }) };
}
