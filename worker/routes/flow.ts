import { flowRoutes } from "#flow/contract/flow.ts";
import { Refusal } from "#flow/contract/refusal.ts";
import { limits } from "#flow/limits.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { parseDocument } from "#flow/model/parse-document.ts";
import { findDraft, saveDraft, type Draft } from "#store/drafts.ts";
import { problemsOf } from "./check-flow.ts";
import { expectedRevision, etagOf } from "./etag.ts";
import type { HandlersOf } from "./handler.ts";

export const flowHandlers: HandlersOf<typeof flowRoutes> = {
  async getFlow({ db, workflowId, answerHeaders }) {
    const { flow, revision } = requireDraft(await findDraft(db, workflowId));
    answerHeaders.set("etag", etagOf(revision));
    return { flow, problems: problemsOf(flow) };
  },

  async putFlow({ db, workflowId, workflow, body, request, context, answerHeaders }) {
    const expected = expectedRevision(request.headers.get("if-match"), workflow.draftRevision);
    const flow = flowIn(body);
    const text = JSON.stringify(flow);
    // A row of D1 holds 2 MB. Numbers can be longer here than they were in the body, so it is measured again.
    if (new TextEncoder().encode(text).byteLength > limits.maxRequestBytes)
      throw new Refusal("too_large", { detail: "A flow may have at most 1 MiB." });
    const revision = await saveDraft(db, workflowId, text, expected, context.now());
    if (revision === undefined) throw stale();
    answerHeaders.set("etag", etagOf(revision));
    return { flow, problems: problemsOf(flow) };
  },

  async validateFlow({ db, workflowId, body }) {
    const flow = body === undefined || isEmptyObject(body) ? requireDraft(await findDraft(db, workflowId)).flow : flowIn(body);
    return { problems: problemsOf(flow) };
  },
};

/** The flow document in a body, itself or as `{ flow }`; a document has no key of that name. Throws a Refusal with paths. */
export function flowIn(body: unknown): FlowDocument {
  const isWrapped = typeof body === "object" && body !== null && Object.hasOwn(body, "flow");
  const parsed = parseDocument(isWrapped ? (body as { flow: unknown }).flow : body);
  if (parsed.ok) return parsed.document;
  throw new Refusal("validation_failed", { detail: "The body is not a flow document.", errors: parsed.issues });
}

function isEmptyObject(body: unknown): boolean {
  return typeof body === "object" && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
}

export function requireDraft(draft: Draft | undefined): Draft {
  if (!draft) throw new Refusal("not_found", { detail: "Somebody deleted the workflow in the meantime." });
  return draft;
}

function stale(): Refusal {
  return new Refusal("stale", { detail: "The flow was saved by somebody else since the ETag that you sent." });
}
