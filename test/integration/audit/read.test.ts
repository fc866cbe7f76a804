import { beforeAll, describe, expect, it } from "vitest";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { seedEntries } from "./seed.ts";

const installation = install();
const { newPerson, db, app } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

interface Shown {
  readonly seq: number;
  readonly at: string;
  readonly event: string;
  readonly category: string;
  readonly description: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly workflow: { readonly id: string } | null;
}

const query = (parameters: Record<string, unknown>): string =>
  new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  ).toString();
const list = async (parameters: Record<string, unknown> = {}, path = "/api/audit", who = ada): Promise<Shown[]> =>
  (await who.get(`${path}?${query({ limit: 200, ...parameters })}`)).body.items;
const is = (column: string, value: string) => ({ column, operator: "is", value });
const isNot = (column: string, value: string) => ({ column, operator: "isNot", value });

/** CSV as RFC 4180 says, read back. */
async function csv(path: string, who = ada): Promise<string[][]> {
  const response = await app.fetch(new Request(`https://millrace.test${path}`, { headers: { cookie: who.cookie } }));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  const text = await response.text();
  expect(text.endsWith("\r\n")).toBe(true);
  const lines: string[][] = [[]];
  for (const [, cell, quoted, stop] of text.matchAll(/((?:"((?:[^"]|"")*)")|[^",\r\n]*)(,|\r\n)/g)) {
    lines.at(-1)!.push(quoted === undefined ? cell! : quoted.replaceAll('""', '"'));
    if (stop === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}

describe("a list of entries", () => {
  it("says who did what to what, when and from where, the newest first", async () => {
    const workflowId = await ada.newWorkflow("Invoices");
    await app.fetch(
      new Request(`https://millrace.test/api/workflows/${workflowId}/keys`, {
        method: "POST",
        headers: {
          cookie: ada.cookie,
          origin: "https://millrace.test",
          "content-type": "application/json",
          "cf-connecting-ip": "203.0.113.7",
          "x-forwarded-for": "198.51.100.1",
          "user-agent": "Browser 1",
          "x-request-id": "request-0001",
        },
        body: JSON.stringify({ name: "Till" }),
        cf: { colo: "AMS" },
      }),
    );
    const { user } = (await ada.get("/api/me")).body;
    const [key, created] = await list({}, `/api/workflows/${workflowId}/audit`);
    expect(key).toMatchObject({
      event: "key.created",
      label: "API key created",
      category: "keys",
      user: { kind: "user", id: user.id, name: "Ada", via: "session" },
      workflow: { id: workflowId, name: "Invoices" },
      subject: { name: "Till" },
      details: { expiresAt: null, ratePerMinute: null },
      ip: "203.0.113.7",
      userAgent: "Browser 1",
      requestId: "request-0001",
    });
    expect(created).toMatchObject({ event: "workflow.created", description: "Created the workflow “Invoices”.", ip: null });
  });

  it("takes no address that Cloudflare did not state", async () => {
    const name = crypto.randomUUID();
    await ada.call("POST", "/api/workflows", {
      body: { name },
      headers: { "cf-connecting-ip": "203.0.113.7", "x-forwarded-for": "203.0.113.8" },
    });
    expect(await list({ search: name })).toMatchObject([{ ip: null }]);
  });

  it("names the access token that somebody came with", async () => {
    const { id, token } = (await ada.post("/api/tokens", { name: "CI" })).body;
    const name = crypto.randomUUID();
    await installation.send("POST", "/api/workflows", { body: { name }, headers: { authorization: `Bearer ${token}` } });
    expect(await list({ search: name })).toMatchObject([{ user: { name: "Ada", via: id } }]);
  });

  it("keeps the entries of a deleted workflow in the account", async () => {
    const workflowId = await ada.newWorkflow("Short-lived");
    await ada.delete(`/api/workflows/${workflowId}`);
    expect((await ada.get(`/api/workflows/${workflowId}/audit`)).status).toBe(404);
    const events = (await list({ filters: [is("workflow", workflowId)] })).map(({ event }) => event);
    expect(events).toEqual(["workflow.deleted", "workflow.created"]);
  });
});

/** An account with exactly these entries, in which the person works from now on. */
async function seededAccount(person: Person, count: number, entry: Parameters<typeof seedEntries>[3]): Promise<void> {
  const accountId = `acc_${crypto.randomUUID()}`;
  const { user } = (await person.get("/api/me")).body;
  await db.batch([
    db.prepare("INSERT INTO accounts (id, name, created_at) VALUES (?, 'Seeded', 0)").bind(accountId),
    db.prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, 'Owner', 0)").bind(accountId, user.id),
  ]);
  await seedEntries(db, accountId as AccountId, count, entry);
  expect((await person.post("/api/account/switch", { accountId })).status).toBe(200);
}

describe("who stands in a log", () => {
  const users = async (parameters: Record<string, unknown> = {}) => (await reader.get(`/api/audit/users?${query(parameters)}`)).body;
  const names = async (parameters: Record<string, unknown>) => (await users(parameters)).items.map(({ name }: { name: string }) => name);
  let reader: Person;
  beforeAll(async () => {
    reader = await newPerson("Reader");
    await seededAccount(reader, 9, (nth) => ({
      event: { event: "variable.deleted", subject: { id: "v", name: "x" }, details: {} },
      workflow: null,
      actor: nth % 3 === 0 ? { kind: "system" } : { kind: "user", id: `usr_${nth % 3}`, name: `${nth > 6 ? "Zoë" : "Before"} ${nth % 3}` },
      atMs: Date.parse("2031-01-01T00:00:00Z") + nth,
    }));
  });

  it("is everybody once, by the name that they had last", async () => {
    expect((await users()).items).toEqual([
      expect.objectContaining({ kind: "user", name: "Reader" }),
      expect.objectContaining({ kind: "system" }),
      { kind: "user", id: "usr_1", name: "Zoë 1" },
      { kind: "user", id: "usr_2", name: "Zoë 2" },
    ]);
    expect(await names({ search: "zoë" })).toEqual(["Zoë 1", "Zoë 2"]);
    expect(await names({ search: "before" })).toEqual([]);
  });

  it("comes in pages", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { items: { name: string }[]; nextCursor: string | null } = await users({ limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(await names({}));
  });

  it("is asked for a workflow too, and then only of that one", async () => {
    const workflowId = await ada.newWorkflow();
    expect((await ada.get(`/api/workflows/${workflowId}/audit/users`)).body.items).toMatchObject([{ name: "Ada" }]);
  });
});

describe("filters", () => {
  let busy: Person;
  const start = Date.parse("2030-01-01T00:00:00Z");
  beforeAll(async () => {
    busy = await newPerson("Busy");
    await seededAccount(busy, 120, (nth) => ({
      event:
        nth % 2 === 0
          ? { event: "variable.deleted", subject: { id: "v", name: `Straße_${nth}` }, details: {} }
          : { event: "key.revoked", subject: { id: "k", name: `Key ${nth}` }, details: { prefix: "mr_live_abcd" } },
      workflow: nth % 4 === 0 ? null : { id: `wf_${nth % 4}` as WorkflowId, name: `Flow ${nth % 4}` },
      actor: nth % 3 === 0 ? { kind: "system" } : { kind: "user", id: `usr_${nth % 3}`, name: `Person ${nth % 3}` },
      atMs: start + nth * 60_000,
    }));
  });
  const all = async (parameters: Record<string, unknown>) =>
    (await list(parameters, "/api/audit", busy)).map(({ seq }) => seq).filter((seq) => seq <= 120);
  const where = (holds: (nth: number) => boolean) => Array.from({ length: 120 }, (_, n) => 120 - n).filter(holds);

  it.each<[string, Record<string, unknown>, (nth: number) => boolean]>([
    ["a category", { filters: [is("category", "keys")] }, (n) => n % 2 === 1],
    ["not a category", { filters: [isNot("category", "keys")] }, (n) => n % 2 === 0],
    ["an event", { filters: [is("event", "variable.deleted")] }, (n) => n % 2 === 0],
    ["a person", { filters: [is("user", "usr_1")] }, (n) => n % 3 === 1],
    ["the system", { filters: [is("user", "system")] }, (n) => n % 3 === 0],
    ["not a workflow, those without one included", { filters: [isNot("workflow", "wf_1")] }, (n) => n % 4 !== 1],
    ["this and that", { filters: [is("category", "keys"), is("user", "usr_2")] }, (n) => n % 2 === 1 && n % 3 === 2],
    ["this or that", { filters: [is("category", "keys"), is("user", "usr_2")], join: "or" }, (n) => n % 2 === 1 || n % 3 === 2],
    ["this or not that", { filters: [is("workflow", "wf_2"), isNot("user", "usr_1")], join: "or" }, (n) => n % 4 === 2 || n % 3 !== 1],
    ["from a moment on", { from: new Date(start + 100 * 60_000).toISOString() }, (n) => n >= 100],
    ["up to a moment", { to: start + 20 * 60_000 }, (n) => n <= 20],
    ["a range", { from: start + 30 * 60_000 - 1, to: start + 35 * 60_000 + 1 }, (n) => n >= 30 && n <= 35],
    ["an empty range", { from: start + 30 * 60_000 + 1, to: start + 31 * 60_000 - 1 }, () => false],
    ["a word of the description, in any case", { search: "REVOKED THE" }, (n) => n % 2 === 1],
    ["a name with letters beyond ASCII, in any case", { search: "STRAßE_1" }, (n) => n % 2 === 0 && String(n).startsWith("1")],
    ["a person's name", { search: "person 2" }, (n) => n % 3 === 2],
    ["signs that mean something in SQL", { search: "%' OR 1=1 --" }, () => false],
    [
      "all at once",
      { search: "key", from: start + 60 * 60_000, filters: [isNot("user", "system"), is("workflow", "wf_1")] },
      (n) => n >= 60 && n % 4 === 1 && n % 3 !== 0,
    ],
  ])("find %s", async (_, parameters, holds) => {
    expect(await all(parameters)).toEqual(where(holds));
  });

  it("give pages that neither hide nor double an entry", async () => {
    const seen: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body } = await busy.get(
        `/api/audit?${query({ limit: 7, filters: [is("category", "keys")], ...(cursor ? { cursor } : {}) })}`,
      );
      seen.push(...body.items.map(({ seq }: Shown) => seq));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(where((n) => n % 2 === 1));
  });

  it.each([
    ["no JSON", "{"],
    ["no list", "{}"],
    ["an unknown column", [is("colour", "red")]],
    ["an unknown event", [is("event", "workflow.eaten")]],
    ["an unknown operator", [{ column: "user", operator: "like", value: "x" }]],
    ["too many", Array.from({ length: 21 }, () => is("user", "x"))],
  ])("are refused where they are %s", async (_, filters) => {
    expect((await busy.get(`/api/audit?${query({ filters })}`)).status).toBe(400);
  });

  it("choose what the CSV holds, beyond a page", async () => {
    const path = `/api/audit.csv?${query({ filters: [is("category", "keys")] })}`;
    const [head, ...lines] = await csv(path, busy);
    expect(head).toEqual([
      "Date and time",
      "Category",
      "Event",
      "User",
      "Workflow",
      "Description",
      "IP",
      "User agent",
      "Request",
      "No.",
      "Hash",
    ]);
    expect(lines.map((line) => Number(line[9]))).toEqual(where((n) => n % 2 === 1));
  });
});

describe("the CSV", () => {
  it("keeps quotes, commas and line ends, and lets no cell be taken for a formula", async () => {
    const person = await newPerson('=HYPERLINK("http://evil.example")');
    const workflowId = await person.newWorkflow('+1, "two"');
    const [, ...lines] = await csv(`/api/workflows/${workflowId}/audit.csv`, person);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.slice(1, 6)).toEqual([
      "Workflow",
      "Workflow created",
      '\'=HYPERLINK("http://evil.example")',
      '\'+1, "two"',
      'Created the workflow “+1, "two"”.',
    ]);
  });

  it("holds more than one page of rows", async () => {
    const person = await newPerson();
    const { activeAccount } = (await person.get("/api/me")).body;
    const id = `acc_${crypto.randomUUID()}` as AccountId;
    const { user } = (await person.get("/api/me")).body;
    await db.batch([
      db.prepare("INSERT INTO accounts (id, name, created_at) VALUES (?, 'Seeded', 0)").bind(id),
      db.prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, 'Admin', 0)").bind(id, user.id),
    ]);
    await seedEntries(db, id, 1_203, (nth) => ({
      event: { event: "run.cancelled", subject: { id: "r", name: `r${nth}` }, details: {} },
      workflow: null,
      actor: { kind: "system" },
      atMs: nth,
    }));
    await person.post("/api/account/switch", { accountId: id });
    const [, ...lines] = await csv("/api/audit.csv", person);
    // And the entry of the switch.
    expect(lines.map((line) => Number(line[9]))).toEqual(Array.from({ length: 1_204 }, (_, n) => 1_204 - n));
    await person.post("/api/account/switch", { accountId: activeAccount.id });
  });
});

describe("who may see the log", () => {
  it.each([
    ["Owner", 200],
    ["Admin", 200],
    ["Member", 403],
    ["Viewer", 403],
  ])("an account's %s is answered %i", async (role, status) => {
    const { activeAccount } = (await ada.get("/api/me")).body;
    const person = await newPerson(role);
    const { user } = (await person.get("/api/me")).body;
    await db
      .prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, ?, 0)")
      .bind(activeAccount.id, user.id, role)
      .run();
    await person.post("/api/account/switch", { accountId: activeAccount.id });
    for (const path of ["/api/audit", "/api/audit/verify"]) expect((await person.get(path)).status).toBe(status);
    const answer = await app.fetch(new Request("https://millrace.test/api/audit.csv", { headers: { cookie: person.cookie } }));
    expect(answer.status).toBe(status);
  });

  it("nobody sees another account's entries", async () => {
    const ben = await newPerson("Ben");
    const name = `Secret plan ${crypto.randomUUID()}`;
    const workflowId = await ada.newWorkflow(name);
    expect(await list({ search: name }, "/api/audit", ben)).toEqual([]);
    expect(await list({ filters: [is("workflow", workflowId)] }, "/api/audit", ben)).toEqual([]);
    expect((await ben.get(`/api/workflows/${workflowId}/audit`)).status).toBe(404);
    expect(await list({ search: name })).toHaveLength(1);
  });
});
