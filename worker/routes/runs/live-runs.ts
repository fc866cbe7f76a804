import { Refusal } from "#flow/problems/refusal.ts";
import type { WorkflowId } from "#flow/ids.ts";
import type { MonitorAccess } from "../../bindings/monitors.ts";
import type { AccountCaller } from "../frame/handler.ts";

/**
 * How long a live view shows rows before its viewer must reconnect and rights are checked again. After a session ends
 * or a right is withdrawn, a view may show runs for this long. No list of open sockets is needed for it, and an idle
 * view costs nothing.
 */
const viewMs = 120_000;

interface Viewing {
  readonly request: Request;
  readonly answerHeaders: Headers;
  readonly caller: AccountCaller;
  readonly workflowId: WorkflowId;
}

/** Hands the upgrade on to the workflow's Monitor. */
export async function liveRuns(monitor: MonitorAccess, { request, answerHeaders, caller }: Viewing, nowMs: number): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
    throw new Refusal("upgrade_required", { detail: "The live view needs a WebSocket, but this was a regular request." });
  const { via, user } = caller;
  const until = Math.min(nowMs + viewMs, (via.kind === "token" ? via.expiresAt : null) ?? Infinity);
  const query = new URLSearchParams({ until: String(until), viewer: user.id });
  const { webSocket } = await monitor.fetch(`http://monitor/live?${query.toString()}`, { headers: { upgrade: "websocket" } });
  if (!webSocket) {
    throw new Refusal("unavailable", {
      detail: "Too many people are watching the runs of this workflow live.",
      suggestion: "Reload the list instead, or try again later.",
      retryAfterSec: 5,
    });
  }
  return new Response(null, { status: 101, webSocket, headers: answerHeaders });
}
