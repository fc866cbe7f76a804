/** How long the list of workflows takes, and how that grows with the account. Seeds an account for each size; prints medians. */
import type { D1Database } from "@cloudflare/workers-types";
import type { AccountId, UserId, WorkflowId } from "#flow/ids.ts";
import { database } from "#store/database.ts";
import { listWorkflows, type Viewer, type WorkflowFilter } from "#store/workflows.ts";

const sizes = [100, 1_000, 10_000];
const repeats = 9;

type Case = readonly [label: string, filter: Partial<WorkflowFilter>, role?: Viewer["role"]];

/** Each looks for a page of 50. */
function casesFor(size: number): readonly Case[] {
  return [
    ["by last change", {}],
    ["by name", { sort: "name" }],
    ["a page in the middle", { after: [Math.floor(size / 2), "" as WorkflowId] }],
    ["a frequent word", { search: "flow 1" }],
    ["a word that is nowhere", { search: "haystack" }],
    ["shared with a Member", { tab: "shared" }, "Member"],
  ];
}

/** `db` has the present schema. Prints a row for each kind of list, a column for each size. */
export async function benchWorkflows(db: D1Database, print: (line: string) => void = console.log): Promise<void> {
  const orm = database(db);
  const rows = new Map<string, string[]>();
  for (const size of sizes) {
    const viewer = await seed(db, size);
    for (const [label, filter, role] of casesFor(size)) {
      const times: number[] = [];
      for (let i = 0; i < repeats; i++) {
        const before = performance.now();
        const asked = { tab: "all", search: undefined, sort: "changed", limit: 50, after: undefined, ...filter } as const;
        await listWorkflows(orm, role ? { ...viewer, role } : viewer, asked);
        times.push(performance.now() - before);
      }
      const median = times.toSorted((a, b) => a - b)[repeats >> 1]!;
      rows.set(label, [...(rows.get(label) ?? []), `${median.toFixed(1)} ms`]);
    }
  }
  print(`Workflows, a page of 50  ${sizes.map((size) => size.toLocaleString("en-GB").padStart(12)).join("")}`);
  for (const [label, cells] of rows) print(`  ${label.padEnd(25)}${cells.map((cell) => cell.padStart(12)).join("")}`);
}

/** One in ten workflows is another person's, shared with the viewer. */
async function seed(db: D1Database, size: number): Promise<Viewer> {
  const accountId = `acc_list_${size}` as AccountId;
  const [viewer, other] = [`usr_list_${size}` as UserId, `usr_other_${size}` as UserId];
  const user = db.prepare("INSERT INTO users (id, name, email, created_at, updated_at) VALUES (?1, ?1, ?1 || '@example.com', 0, 0)");
  await db.batch([
    db.prepare("INSERT INTO accounts (id, name, created_at) VALUES (?1, ?1, 0)").bind(accountId),
    user.bind(viewer),
    user.bind(other),
    db
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO workflows (id, account_id, name, name_key, description, status, owner_id, draft, draft_revision, endpoint, created_at, updated_at)
         SELECT ?1 || '_' || i, ?1, 'Flow ' || i, 'flow ' || i, 'Does the work number ' || i, 'In development',
           CASE WHEN i % 10 = 0 THEN ?4 ELSE ?3 END, '{}', 1, '{}', i, i FROM n`,
      )
      .bind(accountId, size, viewer, other),
    db
      .prepare(
        "INSERT INTO workflow_members (workflow_id, user_id, role, created_at) SELECT id, ?2, 'Viewer', 0 FROM workflows WHERE account_id = ?1 AND owner_id = ?3",
      )
      .bind(accountId, viewer, other),
  ]);
  return { userId: viewer, accountId, role: "Owner" };
}
