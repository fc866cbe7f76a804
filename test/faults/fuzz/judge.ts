import type { Answer } from "./send.ts";

/** What a healthy server may say of its state. `internal` is never meant. */
const declared: readonly number[] = [501, 503];

/** What is wrong with the answer, or undefined. `statuses` are those that the description of the operation declares. */
export function faultOf({ status, contentType, text }: Answer, statuses: readonly number[]): string | undefined {
  if (status === 0) return `no answer: ${text}`;
  if (status >= 500 && !(declared.includes(status) && statuses.includes(status))) return `status ${status}`;
  if (status < 400) return undefined;
  if (!contentType.startsWith("application/problem+json")) return `status ${status} without problem details`;
  const problem = parsed(text);
  if (problem === undefined) return `status ${status} with a body that is no JSON`;
  const { code, suggestion, status: said } = problem as { code?: unknown; suggestion?: unknown; status?: unknown };
  if (typeof code !== "string" || code === "") return `status ${status} without a code`;
  if (typeof suggestion !== "string" || suggestion === "") return `status ${status} without a suggestion`;
  if (said !== status) return `status ${status} whose body says ${String(said)}`;
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
