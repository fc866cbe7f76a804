import { isFlowChanged } from "#flow/audit/flow-changes.ts";
import { flowRoutes } from "#flow/contract/flow.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { limits } from "#flow/limits.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { parseDocument } from "#flow/check/parse-document.ts";
import { findEditAndDraft, noteSave, type Editor, type FlowEdit } from "#store/audit/flow-edits.ts";
import { findDraft, saveDraft, type Draft } from "#store/drafts.ts";
import { auditOrigin } from "../../http/audit-origin.ts";
import { actorOf } from "../frame/audited.ts";
import { problemsOf } from "./check-flow.ts";
import { requireRevision, etagOf } from "../frame/etag.ts";
import type { Call, HandlersOf } from "../frame/handler.ts";

export const flowHandlers: HandlersOf<typeof flowRoutes> = {
  async getFlow({ db, share, workflowId, answerHeaders }) {
    const { flow, revision } = requireDraft(await findDraft(db, workflowId));
    answerHeaders.set("etag", etagOf(revision));
    return { flow, problems: await problemsOf(flow, db, workflowId, share) };
  },

  async putFlow(call) {
    const { body, answerHeaders } = call;
    const flow = flowIn(body);
    const text = JSON.stringify(flow);
    // A row of D1 holds 2 MB. Numbers can be longer here than they were in the body, so it is measured again.
    if (new TextEncoder().encode(text).byteLength > limits.maxRequestBytes)
      throw new Refusal("too_large", { detail: "A flow can have at most 1 MiB." });
    const revision = await save(call, flow, text);
    answerHeaders.set("etag", etagOf(revision));
    return { flow, problems: await problemsOf(flow, call.db, call.workflowId, call.share) };
  },

  async validateFlow({ db, share, workflowId, body }) {
    const flow = body === undefined || isEmptyObject(body) ? requireDraft(await findDraft(db, workflowId)).flow : flowIn(body);
    return { problems: await problemsOf(flow, db, workflowId, share) };
  },
};

/** Without If-Match a flow replaces whatever is there; a few tries suffice to see what that was, so that the log can tell. */
const maxSaves = 10;

async function save(call: Call<typeof flowRoutes.putFlow>, flow: FlowDocument, text: string): Promise<number> {
  const { db, workflowId, workflow, caller, request, context } = call;
  const accountId = caller.account.id;
  const ifMatch = request.headers.get("if-match");
  for (let tries = 0; tries < maxSaves; tries++) {
    const { edit, draft: before } = await findEditAndDraft(db, workflowId);
    if (!before) throw gone();
    // Sent once more, because its answer was lost, it is there already (RFC 9110, 13.1.1).
    if (ifMatch !== null && before.text === text) return before.revision;
    requireRevision(ifMatch, before.revision);
    const atMs = context.now();
    const statement = saveDraft(db, workflowId, text, before.revision, atMs);
    // Only documents that the schema accepted are stored. Where only places on the canvas changed there is nothing to tell.
    if (!isFlowChanged(JSON.parse(before.text) as FlowDocument, flow)) {
      const [saved] = await statement;
      if (saved) return saved.revision;
      continue;
    }
    const editor = editorOf(call, atMs);
    if (edit && !goesOn(edit, editor, atMs)) {
      await call.endFlowEdits({ workflowId });
      continue;
    }
    const noted = noteSave(db, { workflow: { id: workflowId, name: workflow.name }, accountId, editor, before: before.text, atMs });
    const [[saved]] = await db.batch([statement, noted]);
    if (saved) return saved.revision;
  }
  throw stale();
}

function editorOf({ caller, request, context }: Call<typeof flowRoutes.putFlow>, atMs: number): Editor {
  const { ip, userAgent, requestId } = auditOrigin(request, context.env, atMs);
  const { id, name, via } = actorOf(caller);
  return { actorId: id, actorName: name, via, ip, userAgent, requestId };
}

/** Whether a save belongs to a session: the same person in the same place, and no long pause. */
function goesOn(edit: FlowEdit, editor: Editor, atMs: number): boolean {
  const isSame = (["actorId", "via", "ip", "userAgent"] as const).every((field) => edit[field] === editor[field]);
  return isSame && atMs - edit.lastAt < limits.flowEditPauseMs && atMs - edit.startedAt < limits.flowEditMs;
}

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
  if (!draft) throw gone();
  return draft;
}

function gone(): Refusal {
  return new Refusal("not_found", { detail: "The workflow was deleted in the meantime." });
}

export function stale(): Refusal {
  return new Refusal("stale", { detail: "Someone else has saved the flow since you loaded it." });
}
