/** The variables of a workflow as runs need them. Runs wait for this, so it is written on D1's own API like store/endpoint.ts. */
import type { AccountId, WorkflowId } from "#flow/ids.ts";

export interface RunVariable {
  readonly name: string;
  readonly secure: boolean;
  /** Sealed where it is secure; null where it has yet to be given. */
  readonly value: string | null;
  readonly hosts: readonly string[] | null;
  readonly version: number;
}

export interface WorkflowVariables {
  readonly accountId: AccountId;
  /** 0 where there were never any. */
  readonly revision: number;
  readonly isDeployed: boolean;
  readonly variables: readonly RunVariable[];
}

interface Row {
  readonly name: string;
  readonly secure: number;
  readonly value: string | null;
  readonly hosts: string | null;
  readonly version: number;
}

/** All variables, the revision that they are, and whether their workflow is deployed, in one round trip; undefined where there is no such workflow. */
export async function loadVariables(db: D1Database, workflowId: WorkflowId): Promise<WorkflowVariables | undefined> {
  const [heads, rows] = await db.batch([
    db
      .prepare(
        `SELECT w.account_id AS accountId, coalesce(r.revision, 0) AS revision, w.deployment_id IS NOT NULL AS deployed
         FROM workflows w LEFT JOIN variable_revisions r ON r.workflow_id = w.id WHERE w.id = ?`,
      )
      .bind(workflowId),
    db.prepare("SELECT name, secure, value, hosts, version FROM variables WHERE workflow_id = ?").bind(workflowId),
  ]);
  // As the statements say.
  const head = heads!.results[0] as (Pick<WorkflowVariables, "accountId" | "revision"> & { readonly deployed: number }) | undefined;
  return (
    head && {
      accountId: head.accountId,
      revision: head.revision,
      isDeployed: head.deployed !== 0,
      variables: (rows!.results as unknown as Row[]).map(({ name, secure, value, hosts, version }) => ({
        name,
        secure: secure !== 0,
        value,
        // Written by store/variables.ts.
        hosts: hosts === null ? null : (JSON.parse(hosts) as string[]),
        version,
      })),
    }
  );
}
