/** How a run is answered on the wire. */
import { errors } from "#flow/problems/errors.ts";
import type { RunReport } from "#objects/protocols/run.ts";
import { answerProblem } from "../http/answer-problem.ts";

/** The failures that a sync caller can tell apart; every other one is `run_failed`, with the node and its error. */
const ownAnswers = new Set(["run_timeout", "run_cancelled", "content_filter", "run_interrupted", "undeployed"]);

/** A sync call's answer: the output, or problem details that say why there is none. */
export function answerSync(report: RunReport, headers: Record<string, string>): Response {
  if (report.status === "Success") {
    const { runId, status, output, warnings } = report;
    return Response.json({ runId, status, output, warnings }, { headers });
  }
  const error = report.error ?? { code: "internal" as const, message: errors.internal.title };
  const code = ownAnswers.has(error.code) ? error.code : "run_failed";
  const response = answerProblem(code, {
    detail: error.node ? `The node “${error.node}” failed: ${error.message}` : error.message,
    suggestion: error.suggestion ?? errors[error.code].suggestion,
    errors: [{ code: error.code, message: error.message, ...(error.node ? { node: error.node } : {}) }],
    runId: report.runId,
    ...(headers["x-request-id"] ? { requestId: headers["x-request-id"] } : {}),
  });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** A poll's answer: the run as it stands, and when to ask again. */
export function answerPoll(report: RunReport, headers: Record<string, string>): Response {
  return Response.json(report, {
    headers: report.endedAt === null ? { ...headers, "retry-after": "1", "cache-control": "no-store" } : headers,
  });
}

/** The answer to an accepted async or push call: where to look for the result. */
export function answerAccepted(report: RunReport, statusUrl: string, headers: Record<string, string>): Response {
  const { runId, status } = report;
  return Response.json({ runId, status, statusUrl }, { status: 202, headers: { ...headers, location: statusUrl } });
}
