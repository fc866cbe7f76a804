/**
 * Requests are refused until the installation is ready: its database must have the schema of this build, and the local
 * server must have created the first owner, so that no one else becomes the owner. Until then every answer is 503. Once
 * ready, this isolate never checks again: the schema only advances, and an owner stays.
 */
import { diskFault } from "#objects/disk-fault.ts";
import { schemaState, type SchemaState } from "#store/schema-state.ts";
import { answerProblem } from "../http/answer-problem.ts";
import type { Env } from "../bindings/env.ts";
import { idOfRequest } from "../http/request-id.ts";
import { storageFault } from "#objects/storage-fault.ts";

/** The header by which the local server's own requests pass before there is an owner. */
const startTokenHeader = "x-millrace-start-token";

let ready = false;

/** Whether the local server itself asks, during its first start. */
export function isOwnStart(request: Request, startToken: string | undefined): boolean {
  return startToken !== undefined && startToken !== "" && request.headers.get(startTokenHeader) === startToken;
}

/** Whether this isolate knows already that it may answer. */
export function isReady(): boolean {
  return ready;
}

/** Looks whether the installation is ready; the answer to give where it is not. */
export async function refuseUntilReady(request: Request, env: Env): Promise<Response | undefined> {
  const { DB, MILLRACE_START_TOKEN } = env;
  const requestId = idOfRequest(request);
  let state: SchemaState;
  try {
    state = await schemaState(DB);
  } catch (error) {
    console.error(JSON.stringify({ level: "error", requestId, error: `The database cannot be read: ${String(error)}` }));
    const fault = storageFault(error) ?? (await diskFault(env));
    if (fault) return answerProblem(fault, { retryAfterSec: 10, requestId });
    return answerProblem("unavailable", { detail: "The database cannot be read.", retryAfterSec: 5, requestId });
  }
  // In production the first owner signs up like anybody else.
  if (state === "ready" || (state === "unclaimed" && !MILLRACE_START_TOKEN)) {
    ready = true;
    return undefined;
  }
  if (state !== "outdated" && isOwnStart(request, MILLRACE_START_TOKEN)) return undefined;
  if (MILLRACE_START_TOKEN) return answerProblem("unavailable", { detail: "Millrace is starting.", retryAfterSec: 1, requestId });
  return answerProblem("unavailable", {
    detail: "The database does not have the schema of this version yet.",
    suggestion: "The operator must apply the migrations: npm run deploy.",
    retryAfterSec: 10,
    requestId,
  });
}
