/** Entries in great number, as `writeAudited` would have written them: real hashes, real links. */
import { entryBody, searchText, type Actor, type AuditEvent } from "#flow/audit/entry.ts";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import { hashOf } from "#store/audit/write.ts";

const columns = {
  account_id: "accountId",
  seq: "seq",
  at: "at",
  event: "event",
  category: "category",
  workflow_id: "workflowId",
  workflow_name: "workflowName",
  subject_id: "subjectId",
  subject_name: "subjectName",
  actor_kind: "actorKind",
  actor_id: "actorId",
  actor_name: "actorName",
  via: "via",
  ip: "ip",
  user_agent: "userAgent",
  request_id: "requestId",
  description: "description",
  details: "details",
  search: "search",
  previous_hash: "previousHash",
  hash: "hash",
} as const;
const statement = `INSERT INTO audit_entries (${Object.keys(columns).join(", ")})
  SELECT ${Object.values(columns)
    .map((name) => `value ->> '${name}'`)
    .join(", ")} FROM json_each(?)`;

export interface Seeded {
  readonly event: AuditEvent;
  readonly workflow: { readonly id: WorkflowId; readonly name: string } | null;
  readonly actor: Actor;
  readonly atMs: number;
}

/** Writes `count` entries to an account that has none. */
export async function seedEntries(db: D1Database, accountId: AccountId, count: number, make: (nth: number) => Seeded): Promise<void> {
  let previousHash = "";
  let at = 0;
  for (let seq = 1; seq <= count;) {
    const rows: unknown[] = [];
    for (; seq <= count && rows.length < 1_000; seq++) {
      const { event, workflow, actor, atMs } = make(seq);
      at = atMs;
      const body = entryBody(
        event,
        { accountId, workflow },
        { actor, ip: "192.0.2.1", userAgent: "seed", requestId: "seed-request", atMs },
      );
      const hash = await hashOf({ accountId, seq, previousHash }, body);
      rows.push({ ...body, accountId, seq, previousHash, hash, search: searchText(body) });
      previousHash = hash;
    }
    await db.prepare(statement).bind(JSON.stringify(rows)).run();
  }
  await db
    .prepare("INSERT INTO audit_heads (account_id, seq, at, hash) VALUES (?, ?, ?, ?)")
    .bind(accountId, count, at, previousHash)
    .run();
}
