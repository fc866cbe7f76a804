import type { ErrorCode } from "#flow/problems/errors.ts";
import { problem, type ProblemMore } from "#flow/problems/problem.ts";
import { Refusal, type RefusalMore } from "#flow/problems/refusal.ts";
import { storageFault } from "#objects/storage-fault.ts";

/** The response of a refusal: problem details, with Retry-After, Allow, Upgrade or WWW-Authenticate where they belong. */
export function answerProblem(code: ErrorCode, more: ProblemMore & Pick<RefusalMore, "retryAfterSec" | "allow"> = {}): Response {
  const { retryAfterSec, allow, ...said } = more;
  const body = problem(code, said);
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (said.requestId) headers.set("x-request-id", said.requestId);
  if (retryAfterSec !== undefined) headers.set("retry-after", String(Math.max(1, Math.ceil(retryAfterSec))));
  if (allow) headers.set("allow", allow.join(", "));
  if (body.status === 401) headers.set("www-authenticate", "Bearer");
  if (body.status === 426) headers.set("upgrade", "websocket");
  return new Response(JSON.stringify(body), { status: body.status, headers });
}

/** What a handler threw, as a response. A bug answers 500 without a word of what it was; that goes to the log. */
export function answerThrown(thrown: unknown, requestId: string): Response {
  if (thrown instanceof Refusal) return answerProblem(thrown.code, { ...thrown.more, requestId });
  console.error(JSON.stringify({ level: "error", requestId, error: nameOf(thrown) }));
  const fault = storageFault(thrown);
  return fault ? answerProblem(fault, { retryAfterSec: 10, requestId }) : answerProblem("internal", { requestId });
}

/** Where a bug is, without its message: messages of the database carry the values of a statement. */
function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const place = thrown.stack
    ?.split("\n")
    .find((line) => /^\s+at /.test(line))
    ?.trim();
  return [thrown.name, place, thrown.cause instanceof Error ? `caused by ${thrown.cause.name}` : undefined].filter(Boolean).join(" ");
}
