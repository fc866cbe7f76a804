import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Env } from "#worker/bindings/env.ts";
import { install, statuses, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { allRows, newDataset, rowsOf, upload } from "./uploads.ts";

const installation = install();
const { DATASETS } = env as unknown as Pick<Env, "DATASETS">;
let ada: Person;
beforeAll(async () => {
  await migrate(installation.db);
  ada = await installation.newPerson("Ada");
});

const put = (id: string, raw: BodyInit) => upload(ada, "PUT", `/api/datasets/${id}/rows`, raw, "text/csv");
const post = (id: string, raw: BodyInit) => upload(ada, "POST", `/api/datasets/${id}/rows`, raw, "text/csv");
const values = async (id: string) => (await allRows(ada, id, "limit=200")).map(({ values }) => values.n);

describe("replacing rows", () => {
  it("shows the old ones until the new ones are complete, and then only those", async () => {
    const id = await newDataset(ada, "Replaced", "n\n1\n2\n");
    const slow = paused("n\n7\n8\n9\n".repeat(1));
    const replacing = put(id, slow.body);
    await slow.reached;
    expect(await values(id)).toEqual([1, 2]);
    slow.go();
    expect((await replacing).body).toMatchObject({ rows: 3, name: "Replaced" });
    expect(await values(id)).toEqual([7, 8, 9]);
  });

  it("changes nothing where the upload breaks off or is refused", async () => {
    const id = await newDataset(ada, "Kept", "n\n1\n2\n");
    const broken = new ReadableStream<Uint8Array>({
      start: (stream) => stream.enqueue(new TextEncoder().encode(`n\n${"5\n".repeat(1_000)}`)),
      pull: (stream) => stream.error(new Error("The connection was lost.")),
    });
    expect((await put(id, broken)).status).toBe(400);
    expect((await put(id, 'n\n"x')).status).toBe(400);
    expect(await values(id)).toEqual([1, 2]);
    expect(await tablesOf(id)).toHaveLength(1);
  });

  it("shows all of the old rows or all of the new ones where the object is lost again and again in the middle", async () => {
    const id = await newDataset(ada, "Crashed", "n\n1\n2\n");
    const seen: number[] = [];
    for (let round = 1; round <= 6; round++) {
      const before = (await ada.get(`/api/datasets/${id}`)).body.rows;
      const slow = paused(`n\n${"5\n".repeat(100_000 + round)}`);
      const replacing = put(id, slow.body);
      await slow.reached;
      if (round % 2 === 0) slow.go();
      await abortAllDurableObjects();
      slow.go();
      const { status } = await replacing;
      seen.push(status);
      const expected = status === 200 ? 100_000 + round : before;
      expect((await ada.get(`/api/datasets/${id}`)).body.rows).toBe(expected);
      const last = await rowsOf(ada, id, "limit=1&sort=-n");
      expect(last[0]!.number).toBe(expected);
    }
    expect(seen).toContain(503);
    expect((await put(id, "n\n3\n")).status).toBe(200);
    expect(await values(id)).toEqual([3]);
  });

  it("ends with the rows of one of two replacements at the same moment", async () => {
    const id = await newDataset(ada, "Contested", "n\n0\n");
    const answers = await Promise.all(["1", "2"].map((n) => put(id, `n\n${`${n}\n`.repeat(500)}`)));
    expect(statuses(answers)).toEqual([200, 200]);
    const rows = await values(id);
    expect([rows.length, new Set(rows).size]).toEqual([500, 1]);
    expect((await ada.get(`/api/datasets/${id}`)).body.rows).toBe(500);
  });

  it("makes cursors of the rows before unusable and says so", async () => {
    const id = await newDataset(ada, "Turned", "n\n1\n2\n3\n");
    const { nextCursor } = (await ada.get(`/api/datasets/${id}/rows?limit=1`)).body;
    await put(id, "n\n4\n");
    const { status, body } = await ada.get(`/api/datasets/${id}/rows?limit=1&cursor=${nextCursor}`);
    expect([status, body.errors[0].code]).toEqual([400, "invalid_cursor"]);
  });

  it("keeps a type that was chosen, and gives it up with a warning where the new values do not fit", async () => {
    const id = await newDataset(ada, "Chosen", "zip\n12345\n");
    await ada.patch(`/api/datasets/${id}`, { types: { zip: "text" } });
    expect((await put(id, "zip\n777\n")).body.columns[0]).toMatchObject({ type: "text", chosen: true });
    await ada.patch(`/api/datasets/${id}`, { types: { zip: "number" } });
    const { body } = await put(id, "zip\nabc\n");
    expect([body.columns[0].type, body.warnings[0].code]).toEqual(["text", "type_changed"]);
  });

  it("leaves what was replaced to readers for a while; an alarm sweeps it", async () => {
    const id = await newDataset(ada, "Swept", "n\n1\n");
    await put(id, "n\n2\n");
    expect(await tablesOf(id)).toHaveLength(2);
    await runInDurableObject(DATASETS.getByName(id) as never, (_: unknown, state: DurableObjectState) => {
      state.storage.sql.exec("UPDATE uploads SET touched_at = 0");
    });
    await runDurableObjectAlarm(DATASETS.getByName(id));
    expect(await tablesOf(id)).toHaveLength(1);
    expect(await values(id)).toEqual([2]);
  });
});

describe("adding rows", () => {
  it("puts them behind the others, by their columns' names", async () => {
    const id = await newDataset(ada, "Added", "n,t\n1,a\n");
    const { status, body } = await post(id, "t,n\nb,2\n");
    expect([status, body.rows]).toEqual([200, 2]);
    expect((await rowsOf(ada, id)).map(({ values }) => values)).toEqual([
      { n: 1, t: "a" },
      { n: 2, t: "b" },
    ]);
    await post(id, "t\nc\n");
    expect((await rowsOf(ada, id, "sort=-t"))[0]!.values).toEqual({ n: null, t: "c" });
  });

  it("refuses columns that are not there and values that a chosen type cannot read", async () => {
    const id = await newDataset(ada, "Strict", "n\n1\n");
    const unknown = await post(id, "n,m\n1,2\n");
    expect([unknown.status, unknown.body.errors[0].code]).toEqual([400, "unknown_column"]);
    await ada.patch(`/api/datasets/${id}`, { types: { n: "number" } });
    expect((await post(id, "n\nx\n")).body.errors[0].code).toBe("type_misfit");
    expect(await values(id)).toEqual([1]);
    expect(await tablesOf(id)).toHaveLength(1);
  });

  it("finds a column's type anew", async () => {
    const id = await newDataset(ada, "Anew", "n\n1\n");
    expect((await post(id, "n\nx\n")).body.columns[0].type).toBe("text");
    expect(await values(id)).toEqual(["1", "x"]);
  });

  it("keeps all rows of several additions at the same moment", async () => {
    const id = await newDataset(ada, "Together", "n\n0\n");
    const answers = await Promise.all([1, 2, 3, 4].map((n) => post(id, `n\n${`${n}\n`.repeat(100)}`)));
    expect(statuses(answers)).toEqual([200, 200, 200, 200]);
    const rows = await values(id);
    expect(rows).toHaveLength(401);
    for (const n of [1, 2, 3, 4]) expect(rows.filter((value) => value === n)).toHaveLength(100);
    expect((await ada.get(`/api/datasets/${id}`)).body.rows).toBe(401);
  });

  it("is refused where the rows were replaced meanwhile", async () => {
    const id = await newDataset(ada, "Overtaken", "n\n0\n");
    const slow = paused("n\n1\n");
    const adding = post(id, slow.body);
    await slow.reached;
    await put(id, "n\n9\n");
    slow.go();
    expect((await adding).status).toBe(409);
    expect(await values(id)).toEqual([9]);
  });
});

describe("deleting a data set", () => {
  it("forgets its rows, frees its name, and ends an upload that is under way", async () => {
    const id = await newDataset(ada, "Gone", "n\n1\n");
    const slow = paused("n\n2\n");
    const replacing = put(id, slow.body);
    await slow.reached;
    expect((await ada.delete(`/api/datasets/${id}`)).status).toBe(204);
    slow.go();
    expect([404, 503]).toContain((await replacing).status);
    expect((await ada.get(`/api/datasets/${id}`)).status).toBe(404);
    expect((await ada.get(`/api/datasets/${id}/rows`)).status).toBe(404);
    expect(await tablesOf(id)).toEqual([]);
    expect(await installation.db.prepare("SELECT id FROM datasets WHERE id = ?").bind(id).first()).toBeNull();
    await newDataset(ada, "Gone", "n\n1\n");
  });
});

describe("the audit log", () => {
  it("tells what happened to a data set, each change once", async () => {
    const bob = await installation.newPerson("Bob");
    const id = await newDataset(bob, "Told", "n\n1\n");
    await upload(bob, "PUT", `/api/datasets/${id}/rows`, "n\n1\n2\n", "text/csv");
    await upload(bob, "POST", `/api/datasets/${id}/rows`, "n\n3\n", "text/csv");
    await bob.patch(`/api/datasets/${id}`, { name: "Told again", description: "New." });
    await bob.patch(`/api/datasets/${id}`, { name: "Told again" });
    await bob.delete(`/api/datasets/${id}`);
    const { items } = (await bob.get("/api/audit")).body;
    const events = items.map(({ event }: { event: string }) => event).filter((event: string) => event.startsWith("dataset."));
    expect(events.reverse()).toEqual(["dataset.created", "dataset.replaced", "dataset.appended", "dataset.changed", "dataset.deleted"]);
  });
});

describe("whose data sets", () => {
  const each = [
    ["GET", ""],
    ["PATCH", ""],
    ["DELETE", ""],
    ["PUT", "/rows"],
    ["POST", "/rows"],
    ["GET", "/rows"],
    ["GET", "/rows.csv"],
    ["GET", "/rows.jsonl"],
  ] as const;
  const send = (person: Person, method: string, path: string) =>
    method === "PUT" || method === "POST"
      ? upload(person, method, path, "n\n5\n", "text/csv")
      : person.call(method, path, method === "PATCH" ? { body: { name: "Theirs" } } : {});

  it("another account cannot see or change any", async () => {
    const id = await newDataset(ada, "Mine alone", "n\n1\n");
    const eve = await installation.newPerson("Eve");
    for (const [method, rest] of each) expect((await send(eve, method, `/api/datasets/${id}${rest}`)).status).toBe(404);
    expect((await eve.get("/api/datasets")).body.items).toEqual([]);
    expect(await values(id)).toEqual([1]);
  });

  it("a Viewer reads, and only others change", async () => {
    const id = await newDataset(ada, "Viewed", "n\n1\n");
    const vera = await installation.newPerson("Vera");
    const [{ activeAccount }, { user }] = await Promise.all([ada, vera].map(async (person) => (await person.get("/api/me")).body));
    const join = installation.db.prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, ?, 0)");
    await join.bind(activeAccount.id, user.id, "Viewer").run();
    await vera.post("/api/account/switch", { accountId: activeAccount.id });
    expect((await vera.get(`/api/datasets/${id}/rows`)).body.items).toHaveLength(1);
    for (const [method, rest] of each.filter(([method]) => method !== "GET"))
      expect((await send(vera, method, `/api/datasets/${id}${rest}`)).status).toBe(403);
    expect((await upload(vera, "POST", "/api/datasets?name=Hers", "n\n1\n", "text/csv")).status).toBe(403);
    await installation.db
      .prepare("UPDATE members SET role = 'Member' WHERE user_id = ? AND account_id = ?")
      .bind(user.id, activeAccount.id)
      .run();
    expect((await upload(vera, "POST", `/api/datasets/${id}/rows`, "n\n2\n", "text/csv")).status).toBe(200);
  });
});

/** A body that pauses after its start until it may continue. */
function paused(text: string) {
  const bytes = new TextEncoder().encode(text);
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let step = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      if (step++ === 0) return stream.enqueue(bytes.subarray(0, Math.ceil(bytes.length / 2)));
      reached.resolve();
      await go.promise;
      stream.enqueue(bytes.subarray(Math.ceil(bytes.length / 2)));
      stream.close();
    },
  });
  return { body, reached: reached.promise, go: () => go.resolve() };
}

/** The tables of rows that a data set's object holds. */
function tablesOf(id: string): Promise<string[]> {
  return runInDurableObject(DATASETS.getByName(id) as never, (_: unknown, state: DurableObjectState) =>
    [...state.storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'rows_%'")].map(
      ({ name }) => name,
    ),
  );
}
