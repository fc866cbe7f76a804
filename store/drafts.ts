/** The draft. Its revision increases with every save; the ETag contains it. */
import { and, eq, sql } from "drizzle-orm";
import type { FlowDocument } from "#flow/model/document.ts";
import type { WorkflowId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { workflows } from "./schema.ts";

export interface Draft {
  readonly flow: FlowDocument;
  /** The document as it is stored. */
  readonly text: string;
  readonly revision: number;
}

export async function findDraft(db: Database, workflowId: WorkflowId): Promise<Draft | undefined> {
  const [row] = await db
    .select({ draft: workflows.draft, revision: workflows.draftRevision })
    .from(workflows)
    .where(eq(workflows.id, workflowId));
  // Only documents that the schema accepted are stored.
  return row && { flow: JSON.parse(row.draft) as FlowDocument, text: row.draft, revision: row.revision };
}

/**
 * The statement that replaces a draft of the revision `expected` and answers the new revision; it changes nothing where
 * the draft is at another one, or gone. `text` is the document as JSON.
 */
export function saveDraft(db: Database, workflowId: WorkflowId, text: string, expected: number, nowMs: number) {
  return db
    .update(workflows)
    .set({ draft: text, draftRevision: sql`${workflows.draftRevision} + 1`, updatedAt: nowMs })
    .where(and(eq(workflows.id, workflowId), eq(workflows.draftRevision, expected)))
    .returning({ revision: workflows.draftRevision });
}

/** The statement that replaces a draft of this revision; it changes nothing where the draft is another by now. */
export function replaceDraft(db: Database, workflowId: WorkflowId, text: string, expected: number, nowMs: number) {
  return db
    .update(workflows)
    .set({ draft: text, draftRevision: expected + 1, updatedAt: nowMs })
    .where(and(eq(workflows.id, workflowId), eq(workflows.draftRevision, expected)));
}
