import type { importRoutes } from "#flow/contract/import.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { resolutions as resolutionsSchema } from "#flow/contract/import.ts";
import { compareVariables, decideVariables, type Resolutions } from "#flow/package/compare-variables.ts";
import type { AppDefinition } from "#flow/package/app-definition.ts";
import { packageParts } from "#flow/package/package-files.ts";
import { toIssue } from "#flow/problems/issue.ts";
import { findDraft, replaceDraft } from "#store/drafts.ts";
import { parseKeyring } from "#store/encryption.ts";
import { saveSettings, writeSettings } from "#store/endpoint-settings.ts";
import { readSettings } from "#store/endpoint.ts";
import { writeVariables } from "#store/variables.ts";
import { findVersionOfFlow, markAsDraft, newVersion } from "#store/versions.ts";
import { parseJson } from "../../http/read-json.ts";
import { exportName } from "./export.ts";
import { etagOf, requireRevision } from "../frame/etag.ts";
import { requireDraft } from "../flow/flow.ts";
import type { Call } from "../frame/handler.ts";
import { missingDependencies, plannedProblems, requireImporter, requireKnownNodes, storedFlow, withEndpoint } from "./import-parts.ts";
import { alterationEvents, creationEvents, knownVariables, namesThatNeedValues, plannedVariables } from "./import-variables.ts";
import { readUpload, type Upload } from "./read-upload.ts";
import { settingsChanges } from "../workflows/settings-changes.ts";
import { withinRoom } from "../workflows/variable-room.ts";

type ImportCall = Call<typeof importRoutes.importVersion>;

const keptName = "Before an import";

/** Replaces the draft, the settings and the variables, all in one batch. */
export async function importVersion(call: ImportCall): Promise<AnswerOf<typeof importRoutes.importVersion>> {
  const { db, workflow, workflowId, caller, request, context, answerHeaders } = call;
  requireImporter(caller);
  const { package: brought, fields } = await readUpload(request, packageParts);
  requireKnownNodes(brought);
  const flow = storedFlow(brought);
  // `readUpload` refuses a package without these.
  const [app, incoming] = [brought.app!, brought.variables!];
  const draft = requireDraft(await findDraft(db, workflowId));
  requireRevision(request.headers.get("if-match"), draft.revision);
  const nowMs = context.now();

  const present = await knownVariables(db, workflowId);
  const comparison = compareVariables(present, incoming);
  const writes = decideVariables(comparison, resolutionsIn(fields, comparison));
  const planned = plannedVariables(present, writes);
  const writer = {
    owner: { accountId: caller.viewer.accountId, workflowId },
    keyring: await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS),
    userId: caller.user.id,
    nowMs,
  };

  const before = readSettings(workflow.endpoint);
  const settings = withEndpoint(before, app.endpoint, request, context);
  // A package brings no access token.
  const [settingsEvent, ...moreSettings] = (await settingsChanges(workflow, before, settings, null, call.fingerprint)).filter(
    (change) => change.event !== "endpoint.accessTokenChanged",
  );
  const [variableEvent, ...moreVariables] = [
    ...(await creationEvents(writes, call.fingerprint)),
    ...(await alterationEvents(present, writes, call.fingerprint)),
  ];
  const versions = await versionsOf(call, draft, flow, app.version, nowMs);

  const writing = call.auditedAll([
    { events: versions.events, statements: [replaceDraft(db, workflowId, flow, draft.revision, nowMs), ...versions.statements] },
    ...(settingsEvent
      ? [
          {
            events: [settingsEvent, ...moreSettings] as const,
            statements: [saveSettings(db, workflowId, workflow.endpoint, writeSettings(settings), nowMs)],
          },
        ]
      : []),
    ...(variableEvent
      ? [{ events: [variableEvent, ...moreVariables] as const, statements: await writeVariables(db, writes, writer) }]
      : []),
  ]);
  if (!(await withinRoom(writing))) throw changedMeanwhile();
  await context.changed(workflowId);

  answerHeaders.set("etag", etagOf(draft.revision + 1));
  const written = new Set(writes.map(({ name }) => name));
  const namesOf = (wanted: "create" | "change") => writes.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  const { kept, imported } = versions;
  const missing = await missingDependencies(db, caller.viewer, brought);
  return {
    flow: brought.flow,
    problems: plannedProblems(brought, planned, missing),
    kept,
    imported,
    variables: {
      created: namesOf("create"),
      changed: namesOf("change"),
      kept: incoming.map(({ name }) => name).filter((name) => !written.has(name)),
    },
    missing,
    needsValue: namesThatNeedValues(planned),
    ...(fields.get("backup") === "true" ? { backup: backupOf(workflow, kept.id) } : {}),
  };
}

/** Where a flow of the workflow can be downloaded under the name of a backup. */
export function backupOf({ id, name }: { readonly id: string; readonly name: string }, choice: string) {
  return { fileName: exportName(name, true), url: `/api/workflows/${id}/export?version=${choice}&backup=true` };
}

/** What becomes a version: the flow that is replaced, unless it is one, and the one that is brought, where it was one. */
async function versionsOf(
  { db, workflowId, caller }: ImportCall,
  draft: { readonly text: string; readonly revision: number },
  flow: string,
  { name, description, createdAt }: AppDefinition["version"],
  nowMs: number,
) {
  const createdBy = caller.user.id;
  const [known, same] = await Promise.all([findVersionOfFlow(db, workflowId, draft.text), findVersionOfFlow(db, workflowId, flow)]);
  const draftRevision = draft.revision + 1;
  const imported =
    createdAt === null || same
      ? undefined
      : await newVersion(db, { workflowId, name, description, flow, draftRevision, createdBy }, nowMs, Date.parse(createdAt));
  // The flow that is brought may be the one that is there.
  const isKept = known !== undefined || (imported !== undefined && flow === draft.text);
  const kept = isKept
    ? undefined
    : await newVersion(db, { workflowId, name: keptName, flow: draft.text, draftRevision: draft.revision, createdBy }, nowMs);
  const created = (id: string, name: string) => ({ event: "version.created", subject: { id, name }, details: { number: null } }) as const;
  const keptAs = kept ? { id: kept.id, name: keptName } : known ? { id: known.id, name: known.name } : { id: imported!.id, name };
  return {
    kept: keptAs,
    imported: imported ? { id: imported.id, name } : same ? { id: same.id, name: same.name } : null,
    events: [
      { event: "version.imported", subject: keptAs, details: { number: null } },
      ...(kept ? [created(kept.id, keptName)] : []),
      ...(imported ? [created(imported.id, name)] : []),
    ] as const,
    statements: [
      ...(kept ? [kept.statement] : []),
      ...(imported ? [imported.statement] : same ? [markAsDraft(db, same.id, draftRevision)] : []),
    ],
  };
}

/** What the form decides about variables. Throws a Refusal for one that is none of the package's. */
function resolutionsIn(fields: Upload["fields"], { added, same, conflicting }: ReturnType<typeof compareVariables>): Resolutions {
  const text = fields.get("resolutions");
  if (text === undefined || text.trim() === "") return {};
  const parsed = resolutionsSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const errors = parsed.error.issues.flatMap((issue) => toIssue(issue, ["resolutions"]));
    throw new Refusal("validation_failed", { detail: "The choices for the variables are not valid.", errors });
  }
  const names = new Set([...added, ...same, ...conflicting.map(({ incoming }) => incoming)].map(({ name }) => name));
  const unknown = Object.keys(parsed.data).filter((name) => !names.has(name));
  if (unknown.length > 0) {
    throw new Refusal("validation_failed", {
      detail: "There are choices for variables that the export does not have.",
      errors: unknown.map((name) => ({
        ...toIssue({ code: "unknown_variable", path: ["resolutions", name], message: `The export has no variable ${name}.` })[0]!,
      })),
    });
  }
  return parsed.data;
}

function changedMeanwhile(): Refusal {
  return new Refusal("conflict", {
    detail: "Someone else changed the flow, settings or a variable at the same time. Nothing was imported.",
    suggestion: "Check the preview again, then import.",
  });
}
