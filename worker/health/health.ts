import { diskFault } from "#objects/disk-fault.ts";
import { answerProblem } from "../http/answer-problem.ts";
import type { Env } from "../bindings/env.ts";
import { idOfRequest } from "../http/request-id.ts";

/** 200 where the installation can do its work, else 503 with the reason. */
export async function answerHealth(request: Request, env: Env): Promise<Response> {
  const fault = await diskFault(env);
  if (fault) return answerProblem(fault, { retryAfterSec: 10, requestId: idOfRequest(request) });
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
