import type { versionRoutes } from "#flow/contract/versions.ts";
import type { VersionId } from "#flow/ids.ts";
import { cut } from "#flow/text/cut.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { findDraft, replaceDraft } from "#store/drafts.ts";
import { findVersionOfFlow, markAsDraft, newVersion, type VersionRow } from "#store/versions.ts";
import { requireRevision } from "../frame/etag.ts";
import { requireDraft, stale } from "./flow.ts";
import type { Call } from "../frame/handler.ts";

/** Each failed try means that another request saved in the meantime. */
const maxTries = 5;

/** Makes a version the draft. The earlier draft is saved as a version, unless one has the same flow. */
export async function restoreVersion(
  call: Call<typeof versionRoutes.restoreVersion>,
  version: VersionRow & { readonly flow: FlowDocument },
): Promise<{ readonly revision: number; readonly keptId: VersionId | undefined }> {
  const { db, workflowId, caller, request, context } = call;
  const { id, name, number, flow } = version;
  for (let tries = 0; tries < maxTries; tries++) {
    const draft = requireDraft(await findDraft(db, workflowId));
    requireRevision(request.headers.get("if-match"), draft.revision);
    const nowMs = context.now();
    const keptName = cut(`Before restoring “${name}”`, 100);
    const kept = (await findVersionOfFlow(db, workflowId, draft.text))
      ? undefined
      : await newVersion(
          db,
          { workflowId, name: keptName, flow: draft.text, draftRevision: draft.revision, createdBy: caller.user.id },
          nowMs,
        );
    const created = kept && ({ event: "version.created", subject: { id: kept.id, name: keptName }, details: { number: null } } as const);
    const restored = { event: "version.restored", subject: { id, name }, details: { number } } as const;
    const done = await call.audited(created ? [created, restored] : restored, [
      replaceDraft(db, workflowId, JSON.stringify(flow), draft.revision, nowMs),
      markAsDraft(db, id, draft.revision + 1),
      ...(kept ? [kept.statement] : []),
    ]);
    if (done) return { revision: draft.revision + 1, keptId: kept?.id };
  }
  throw stale();
}
