/** The flows of a workflow that a request can name: a version by its id, `draft`, or `deployed`. */
import { Refusal } from "#flow/problems/refusal.ts";
import type { VersionId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { Database } from "#store/database.ts";
import { findDraft } from "#store/drafts.ts";
import { findVersion, type VersionRow } from "#store/versions.ts";
import { requireDraft } from "./flow.ts";
import type { FoundWorkflow } from "../frame/handler.ts";

export interface ChosenFlow {
  readonly flow: FlowDocument;
  /** Undefined for the draft. */
  readonly version?: VersionRow;
}

export async function chosenFlow(db: Database, workflow: FoundWorkflow, choice: string): Promise<ChosenFlow> {
  if (choice === "draft") return { flow: requireDraft(await findDraft(db, workflow.id)).flow };
  if (choice === "deployed" && !workflow.deployment) throw new Refusal("not_found", { detail: "The workflow is not deployed." });
  const { flow, ...version } = await requireVersion(db, workflow, choice === "deployed" ? workflow.deployment!.versionId : choice);
  return { flow, version };
}

export async function requireVersion(
  db: Database,
  workflow: FoundWorkflow,
  versionId: string,
): Promise<VersionRow & { readonly flow: FlowDocument }> {
  // A text that is not a version id is in no row.
  const version = await findVersion(db, workflow.id, versionId as VersionId);
  if (!version) throw new Refusal("not_found", { detail: "The workflow has no version with this id." });
  return version;
}
