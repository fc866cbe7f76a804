import { diffFlows } from "#flow/diff/diff-flows.ts";
import { isEmptyDiff } from "#flow/diff/flow-diff.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { versionRoutes } from "#flow/contract/versions.ts";
import { findDraft } from "#store/drafts.ts";
import { mapPage } from "#store/page.ts";
import { deleteVersion, describeVersion, listVersions, newVersion, type VersionRow } from "#store/versions.ts";
import { problemsOf } from "./check-flow.ts";
import { chosenFlow, requireVersion } from "./chosen-flow.ts";
import { etagOf, requireRevision } from "../frame/etag.ts";
import { requireDraft } from "./flow.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { positionIn } from "../frame/paging.ts";
import { restoreVersion } from "./restore-version.ts";
import { isoTime } from "../frame/times.ts";

export const versionHandlers: HandlersOf<typeof versionRoutes> = {
  async listVersions({ db, workflowId, query }) {
    const after = positionIn(
      query.cursor,
      (position): position is readonly [number] => position.length === 1 && typeof position[0] === "number",
    );
    return mapPage(await listVersions(db, workflowId, { limit: query.limit, after: after?.[0] }), onWire);
  },

  async getVersion({ db, workflow, params }) {
    const version = await requireVersion(db, workflow, params.versionId);
    return { ...onWire(version), flow: version.flow };
  },

  async createVersion(call) {
    const { db, workflow, workflowId, caller, body, request, context, answerHeaders } = call;
    const draft = requireDraft(await findDraft(db, workflowId));
    requireRevision(request.headers.get("if-match"), draft.revision);
    const { id, statement } = await newVersion(
      db,
      { workflowId, ...body, flow: draft.text, draftRevision: draft.revision, createdBy: caller.user.id },
      context.now(),
    );
    await call.audited({ event: "version.created", subject: { id, name: body.name }, details: { number: null } }, [statement]);
    answerHeaders.set("location", `/api/workflows/${workflowId}/versions/${id}`);
    return onWire(await requireVersion(db, workflow, id));
  },

  async updateVersion(call) {
    const { db, workflow, workflowId, body, params } = call;
    const before = await requireVersion(db, workflow, params.versionId);
    const { name = before.name, description = before.description } = body;
    const what = [...(name === before.name ? [] : ["the name"]), ...(description === before.description ? [] : ["the description"])];
    if (what.length > 0) {
      const event = { event: "version.changed", subject: { id: before.id, name }, details: { what } } as const;
      await call.audited(event, [describeVersion(db, workflowId, before.id, { name, description })]);
    }
    return onWire(await requireVersion(db, workflow, before.id));
  },

  async restoreVersion(call) {
    const { db, workflow, params, answerHeaders } = call;
    const version = await requireVersion(db, workflow, params.versionId);
    const { revision, keptId } = await restoreVersion(call, version);
    answerHeaders.set("etag", etagOf(revision));
    const kept = keptId === undefined ? null : onWire(await requireVersion(db, workflow, keptId));
    return { flow: version.flow, problems: await problemsOf(version.flow, db, workflow.id, call.share), kept };
  },

  async deleteVersion(call) {
    const { db, workflow, workflowId, params, context } = call;
    const { id, name, number } = await requireVersion(db, workflow, params.versionId);
    const event = { event: "version.deleted", subject: { id, name }, details: { number } } as const;
    if (await call.audited(event, [deleteVersion(db, workflowId, id, context.now())])) return;
    // Answers 404 if another request deleted it in the meantime.
    await requireVersion(db, workflow, id);
    throw new Refusal("conflict", {
      detail: "The version is deployed.",
      suggestion: "Deploy another version or undeploy the workflow, then delete the version.",
    });
  },

  async diffVersions({ db, workflow, query }) {
    const [from, to] = await Promise.all([chosenFlow(db, workflow, query.from), chosenFlow(db, workflow, query.to)]);
    const diff = diffFlows(from.flow, to.flow);
    return { same: isEmptyDiff(diff), diff };
  },
};

function onWire({
  id,
  number,
  name,
  description,
  createdBy,
  createdAt,
  deployed,
}: VersionRow): AnswerOf<typeof versionRoutes.createVersion> {
  return { id, number, name, description, createdBy, createdAt: isoTime(createdAt), deployed };
}
