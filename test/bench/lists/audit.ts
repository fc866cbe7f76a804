/** How long lists of the audit log take, and how that grows with the log. Seeds an account for each size; prints medians. */
import type { D1Database } from "@cloudflare/workers-types";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import { listAudit, type AuditSelection } from "#store/audit/list.ts";
import { database } from "#store/database.ts";

const sizes = [1_000, 10_000, 100_000];
const minute = 60_000;

type Case = readonly [label: string, chosen: Omit<AuditSelection, "accountId">, after?: number];

/** Each looks for a page of 50. Rare things are one in a thousand, the rest about one in ten. */
function casesFor(size: number): readonly Case[] {
  const middle = (size / 2) * minute;
  return [
    ["the newest", {}],
    ["a page in the middle", {}, size / 2],
    ["one workflow", { workflowId: "wf_3" as WorkflowId }],
    ["a category", { filters: [{ column: "category", operator: "is", value: "keys" }] }],
    ["a rare event", { filters: [{ column: "event", operator: "is", value: "workflow.deleted" }] }],
    ["not the usual event", { filters: [{ column: "event", operator: "isNot", value: "flow.changed" }] }],
    [
      "rare, joined by OR",
      {
        join: "or",
        filters: [
          { column: "event", operator: "is", value: "workflow.deleted" },
          { column: "user", operator: "is", value: "usr_none" },
        ],
      },
    ],
    ["an hour long ago", { from: middle, to: middle + 60 * minute }],
    ["a frequent word", { search: "person 7" }],
    ["a rare word", { search: "needle" }],
    ["a word that is nowhere", { search: "haystack" }],
    ["nowhere, in one workflow", { search: "haystack", workflowId: "wf_3" as WorkflowId }],
  ];
}

/** `db` has the present schema. Prints a row for each kind of list, a column for each size. */
export async function benchAudit(db: D1Database, print: (line: string) => void = console.log): Promise<void> {
  const orm = database(db);
  const rows = new Map<string, string[]>();
  for (const size of sizes) {
    const accountId = `acc_bench_${size}` as AccountId;
    await seed(db, accountId, size);
    for (const [label, chosen, after] of casesFor(size)) {
      const times: number[] = [];
      for (let i = 0; i < 9; i++) {
        const before = performance.now();
        await listAudit(orm, { accountId, ...chosen }, { limit: 50, after });
        times.push(performance.now() - before);
      }
      const median = times.toSorted((a, b) => a - b)[4]!;
      rows.set(label, [...(rows.get(label) ?? []), `${median.toFixed(1)} ms`]);
    }
  }
  print(`Audit log, a page of 50 ${sizes.map((size) => size.toLocaleString("en-GB").padStart(12)).join("")}`);
  for (const [label, cells] of rows) print(`  ${label.padEnd(25)}${cells.map((cell) => cell.padStart(12)).join("")}`);
}

/** Rows as the log has them, made by the database itself; their hashes are of the right length and nothing more. */
async function seed(db: D1Database, accountId: AccountId, size: number): Promise<void> {
  const statement = db.prepare(`
    WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < ?2)
    INSERT INTO audit_entries (account_id, seq, at, event, category, workflow_id, workflow_name, subject_id, subject_name, actor_kind,
      actor_id, actor_name, via, ip, user_agent, request_id, description, details, search, previous_hash, hash)
    SELECT ?1, seq, seq * ${minute},
      CASE WHEN seq % 1000 = 7 THEN 'workflow.deleted' WHEN seq % 10 = 1 THEN 'key.created' ELSE 'flow.changed' END,
      CASE WHEN seq % 1000 = 7 THEN 'workflow' WHEN seq % 10 = 1 THEN 'keys' ELSE 'flow' END,
      'wf_' || (seq % 40), 'Workflow number ' || (seq % 40), 'wf_' || (seq % 40), 'Workflow number ' || (seq % 40), 'user',
      'usr_' || (seq % 25), 'Person ' || (seq % 25), 'session', '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101',
      'request-' || seq, 'Changed the draft: added First call, removed Second call and changed Third call.', '{"added":[]}',
      'changed the flow in development: added first call, removed second call and changed third call.' || char(10) || 'person ' || (seq % 25)
        || CASE WHEN seq % 1000 = 7 THEN ' needle' ELSE '' END || char(10) || 'workflow number ' || (seq % 40),
      printf('%064d', seq - 1), printf('%064d', seq)
    FROM n`);
  await statement.bind(accountId, size).run();
}
