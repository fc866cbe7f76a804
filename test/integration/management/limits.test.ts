/** How many there may be of a thing holds also for those who ask in the same moment. */
import { beforeAll, expect, it } from "vitest";
import { limits } from "#flow/limits.ts";
import { upload } from "../datasets/uploads.ts";
import { install, statuses, type Answer, type Person } from "./installation.ts";
import { migrate } from "./migrate.ts";

const installation = install();
let workflowId: string;
let ada: Person;
beforeAll(async () => {
  await migrate(installation.db);
  ada = await installation.newPerson("Ada");
  workflowId = await ada.newWorkflow();
});

/** What is limited: its table, how many there may be, which columns differ from row to row, and how one is made. */
interface Limited {
  readonly table: string;
  readonly most: number;
  readonly own: readonly string[];
  make(name: string): Promise<Answer>;
}

const kinds: Limited[] = [
  {
    table: "api_keys",
    most: limits.maxKeys,
    own: ["id", "hash"],
    make: (name) => ada.post(`/api/workflows/${workflowId}/keys`, { name }),
  },
  { table: "tokens", most: limits.maxTokens, own: ["id", "hash"], make: (name) => ada.post("/api/tokens", { name }) },
  {
    table: "roles",
    most: limits.maxRoles,
    own: ["id", "name_key"],
    make: (name) => ada.post("/api/roles", { name, capabilities: [] }),
  },
  {
    table: "profiles",
    most: limits.maxProfiles,
    own: ["id", "name_key"],
    make: (name) => ada.post("/api/profiles", { name, settings: { kind: "none" } }),
  },
  {
    table: "datasets",
    most: limits.maxDatasets,
    own: ["id", "name_key"],
    make: (name) => upload(ada, "POST", `/api/datasets?name=${name}`, "a\n1\n", "text/csv"),
  },
  {
    table: "variables",
    most: limits.maxVariables,
    own: ["name"],
    make: (name) => ada.post(`/api/workflows/${workflowId}/variables`, { name: `V${name.replaceAll("-", "")}`, value: "1" }),
  },
];

const count = (table: string) => installation.db.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n");

/** Copies the only row of a table until there is room for two more. */
async function fill({ table, most, own }: Limited): Promise<void> {
  const { results } = await installation.db.prepare(`SELECT name FROM pragma_table_info(?)`).bind(table).all<{ name: string }>();
  const columns = results.map(({ name }) => (own.includes(name) ? `${name} || '-' || n` : name));
  await installation.db
    .prepare(
      `WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ?)
       INSERT INTO ${table} SELECT ${columns.join(", ")} FROM ${table}, copies`,
    )
    .bind(most - 3)
    .run();
}

it.each(kinds)("lets nobody have more $table than there may be, also where they are made in the same moment", async (kind) => {
  expect((await kind.make(crypto.randomUUID())).status).toBe(201);
  await fill(kind);
  const answers = await Promise.all(Array.from({ length: 8 }, () => kind.make(crypto.randomUUID())));
  expect(statuses(answers)).toEqual([201, 201, ...Array<number>(6).fill(409)]);
  const refused = answers.filter(({ status }) => status === 409);
  for (const { body } of refused) expect(body.detail).toContain(kind.most.toLocaleString("en-GB"));
  expect(await count(kind.table)).toBe(kind.most);
});
