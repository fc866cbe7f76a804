import { diffFlows } from "#flow/diff/diff-flows.ts";
import { diffValues } from "#flow/diff/diff-values.ts";
import { importRoutes } from "#flow/contract/import.ts";
import { compareVariables, decideVariables } from "#flow/package/compare-variables.ts";
import { packageParts } from "#flow/package/package-files.ts";
import { findDraft } from "#store/drafts.ts";
import { readSettings } from "#store/endpoint.ts";
import { etagOf } from "../frame/etag.ts";
import { packagedEndpoint } from "./export.ts";
import { requireDraft } from "../flow/flow.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { missingDependencies, plannedProblems, requireImporter, withEndpoint } from "./import-parts.ts";
import { knownVariables, namesThatNeedValues, plannedVariables } from "./import-variables.ts";
import { backupOf, importVersion } from "./import-version.ts";
import { importWorkflow } from "./import-workflow.ts";
import { readUpload } from "./read-upload.ts";

export const importHandlers: HandlersOf<typeof importRoutes> = {
  importWorkflow,
  importVersion,

  async previewImport({ db, workflow, workflowId, caller, request, context, answerHeaders }) {
    requireImporter(caller);
    const { package: brought } = await readUpload(request, packageParts);
    const draft = requireDraft(await findDraft(db, workflowId));
    answerHeaders.set("etag", etagOf(draft.revision));
    const present = await knownVariables(db, workflowId);
    // `readUpload` refuses a package without these.
    const [app, incoming] = [brought.app!, brought.variables!];
    const comparison = compareVariables(present, incoming);
    const planned = plannedVariables(present, decideVariables(comparison, {}));
    const before = readSettings(workflow.endpoint);
    const missing = await missingDependencies(db, caller.viewer, brought);
    return {
      canImport: brought.unknownNodes.length === 0,
      flow: diffFlows(draft.flow, brought.flow),
      problems: plannedProblems(brought, planned, missing),
      endpoint: diffValues(packagedEndpoint(before), packagedEndpoint(withEndpoint(before, app.endpoint, request, context))),
      variables: {
        added: comparison.added.map(shown),
        same: comparison.same.map(({ name }) => name),
        conflicting: comparison.conflicting.map(({ present, incoming }) => ({
          name: incoming.name,
          present: shown(present),
          incoming: shown(incoming),
        })),
      },
      missing,
      needsValue: namesThatNeedValues(planned),
      backup: backupOf(workflow, "draft"),
    };
  },
};

/** A secure value is never shown, not even one that a person wrote into a package. */
function shown({ name, secure, value, notes }: { name: string; secure: boolean; value: string | null; notes: string }) {
  return { name, secure, value: secure ? null : value, notes };
}
