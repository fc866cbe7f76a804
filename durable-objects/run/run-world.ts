/** What a run may touch outside of itself. */
import type { WorkflowId } from "#flow/ids.ts";
import type { HttpAnswer, HttpRequest, MaybePromise, ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import type { HttpOptions } from "../outbound/create-http.ts";
import type { Share } from "../turns/share.ts";

export interface CallOptions {
  /** Whose account's authorization profiles the request may use. */
  readonly workflowId: WorkflowId;
  /** A deployed version runs, with what came in: no draft, and no run with other data in it. */
  readonly asDeployed: boolean;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  readonly deadlineAt: number | null;
  readonly checkCall?: HttpOptions["checkCall"];
}

export interface RunWorld {
  /** Calls back at `dueAt` (epoch ms) or later, never before. Returns how to take that back. */
  at(dueAt: number, action: () => void): () => void;
  /** Rejects with an OutboundError. */
  http(request: HttpRequest, options: CallOptions): Promise<HttpAnswer>;
  script(request: ScriptRequest, stop: { readonly signal: AbortSignal }, share: Share): MaybePromise<ScriptAnswer>;
}
