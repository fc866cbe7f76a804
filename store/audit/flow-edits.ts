/** Editing sessions: saves of one person, folded into one entry of the audit log when the session ends. */
import { and, eq, sql } from "drizzle-orm";
import { flowChanges } from "#flow/audit/flow-changes.ts";
import type { Fingerprint } from "#flow/audit/details.ts";
import type { AuditOrigin } from "#flow/audit/entry.ts";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { Database } from "../database.ts";
import { flowEdits, workflows } from "../schema.ts";
import { writeAudited } from "./write.ts";

export type FlowEdit = typeof flowEdits.$inferSelect;
export type Editor = Pick<FlowEdit, "actorId" | "actorName" | "via" | "ip" | "userAgent" | "requestId">;

/** A workflow's session that is not in the log yet, and its draft, as they were at one moment. */
export async function findEditAndDraft(db: Database, workflowId: WorkflowId) {
  const [edits, drafts] = await db.batch([
    db.select().from(flowEdits).where(eq(flowEdits.workflowId, workflowId)),
    db.select({ text: workflows.draft, revision: workflows.draftRevision }).from(workflows).where(eq(workflows.id, workflowId)),
  ]);
  return { edit: edits[0], draft: drafts[0] };
}

interface Save {
  readonly workflow: { readonly id: WorkflowId; readonly name: string };
  readonly accountId: AccountId;
  readonly editor: Editor;
  /** The flow that is replaced. */
  readonly before: string;
  readonly atMs: number;
}

/**
 * The statement that adds a save to its session or starts a session. It must directly follow the statement that saves,
 * and does nothing if that statement changed nothing.
 */
export function noteSave(db: Database, { workflow, accountId, editor, before, atMs }: Save) {
  const { actorId, actorName, via, ip, userAgent, requestId } = editor;
  // In the order of the table's columns.
  return db
    .insert(flowEdits)
    .select(
      sql`SELECT ${workflow.id}, ${accountId}, ${workflow.name}, ${actorId}, ${actorName}, ${via}, ${ip}, ${userAgent}, ${requestId},
        ${before}, ${atMs}, ${atMs}, 1 WHERE changes() > 0`,
    )
    .onConflictDoUpdate({ target: flowEdits.workflowId, set: { saves: sql`${flowEdits.saves} + 1`, lastAt: atMs } });
}

/** Each try that fails means that a save came in between. */
const maxTries = 20;

/** Writes the sessions of a workflow, or of all workflows of an account, into the log. */
export async function endFlowEdits(
  db: Database,
  of: { readonly workflowId: WorkflowId } | { readonly accountId: AccountId },
  fingerprint: (text: string) => Promise<Fingerprint>,
): Promise<void> {
  const isMeant = "workflowId" in of ? eq(flowEdits.workflowId, of.workflowId) : eq(flowEdits.accountId, of.accountId);
  const found = await db.select({ workflowId: flowEdits.workflowId }).from(flowEdits).where(isMeant);
  for (const { workflowId } of found) {
    for (let tries = 0; tries < maxTries; tries++) if (await endOne(db, workflowId, fingerprint)) break;
  }
}

/** False where a save came in between. */
async function endOne(db: Database, workflowId: WorkflowId, fingerprint: (text: string) => Promise<Fingerprint>): Promise<boolean> {
  const { edit, draft } = await findEditAndDraft(db, workflowId);
  if (!edit) return true;
  const { saves, startedAt, before } = edit;
  const subject = { id: workflowId, name: edit.workflowName };
  // Only documents that the schema accepted are stored. Of a workflow that was deleted meanwhile, what changed is gone.
  const documents = [before, draft?.text ?? before].map((text) => JSON.parse(text) as FlowDocument);
  const events = await flowChanges(subject, documents[0]!, documents[1]!, fingerprint, { saves, since: startedAt });
  const origin: AuditOrigin = {
    actor: { kind: "user", id: edit.actorId, name: edit.actorName, via: edit.via },
    ip: edit.ip,
    userAgent: edit.userAgent,
    requestId: edit.requestId,
    atMs: edit.lastAt,
  };
  const isUnchanged = and(eq(flowEdits.workflowId, workflowId), eq(flowEdits.startedAt, startedAt), eq(flowEdits.saves, saves));
  const written = await writeAudited(db, { accountId: edit.accountId, workflow: subject }, origin, {
    events,
    statements: [db.delete(flowEdits).where(isUnchanged)],
  });
  return written !== undefined;
}
