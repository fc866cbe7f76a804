import { beforeAll, describe, expect, it } from "vitest";
import { install, type Person } from "./installation.ts";
import { migrate } from "./migrate.ts";

const { newPerson, db } = install();
let someone: Person;
beforeAll(async () => {
  await migrate(db);
  someone = await newPerson();
});

/** Rows as fast as a statement makes them; some share their time, so that the id must decide. */
async function insertMany(person: Person, from: number, to: number): Promise<string[]> {
  const { user, activeAccount } = (await person.get("/api/me")).body;
  const ids = Array.from({ length: to - from }, (_, i) => `wf_${activeAccount.id}_${String(from + i).padStart(4, "0")}`);
  const insert = db.prepare(
    `INSERT INTO workflows (id, account_id, name, name_key, description, status, owner_id, draft, draft_revision, endpoint, created_at, updated_at)
     VALUES (?1, ?2, ?3, ?4, '', 'In development', ?5, '{}', 1, '{}', ?6, ?6)`,
  );
  await db.batch(
    ids.map((id, i) =>
      insert.bind(id, activeAccount.id, `Flow ${from + i}`, `flow ${from + i}`, user.id, 1_000 + Math.floor((from + i) / 7)),
    ),
  );
  return ids;
}

describe("paging", () => {
  it.each(["name", "changed"])("shows 250 workflows once each, sorted by %s, while others are inserted", async (sort) => {
    const ada = await newPerson();
    const ids = await insertMany(ada, 0, 250);
    const seen: string[] = [];
    let cursor: string | null = null;
    let page = 0;
    do {
      const { items, nextCursor }: { items: { id: string }[]; nextCursor: string | null } = (
        await ada.get(`/api/workflows?sort=${sort}&limit=40${cursor ? `&cursor=${cursor}` : ""}`)
      ).body;
      expect(items.length).toBeLessThanOrEqual(40);
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor;
      await insertMany(ada, 1_000 + page * 5, 1_005 + page * 5);
      page++;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
  });

  it("sorts by name without regard to case, and by the last change first", async () => {
    const ada = await newPerson();
    for (const name of ["beta", "Alpha", "Gamma"]) await ada.newWorkflow(name);
    const names = async (query: string) => (await ada.get(`/api/workflows?${query}`)).body.items.map(({ name }: { name: string }) => name);
    expect(await names("")).toEqual(["Alpha", "beta", "Gamma"]);
    const { items } = (await ada.get("/api/workflows?search=BETA")).body;
    await ada.patch(`/api/workflows/${items[0].id}`, { description: "Changed last" });
    expect((await names("sort=changed"))[0]).toBe("beta");
    expect(await names("search=changed%20LAST")).toEqual(["beta"]);
    expect(await names("search=%25")).toEqual([]);
    expect(await names(`search=${"alpha".repeat(30)}`)).toEqual([]);
  });

  it("pages keys, tokens and versions too", async () => {
    const ada = await newPerson();
    const path = `/api/workflows/${await ada.newWorkflow()}`;
    for (let i = 0; i < 5; i++) {
      await ada.post(`${path}/keys`, { name: `k${i}` });
      await ada.post("/api/tokens", { name: `t${i}` });
      await ada.put(`${path}/flow`, (await ada.get(`${path}/flow`)).body);
      await ada.post(`${path}/deploy`);
    }
    for (const [list, expected] of [
      [`${path}/keys`, ["k4", "k3", "k2", "k1", "k0"]],
      ["/api/tokens", ["t4", "t3", "t2", "t1", "t0"]],
      [`${path}/versions`, ["v5", "v4", "v3", "v2", "v1"]],
    ] as const) {
      const names: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const { items, nextCursor }: { items: { name: string }[]; nextCursor: string | null } = (
          await ada.get(`${list}?limit=2${cursor && `&cursor=${cursor}`}`)
        ).body;
        names.push(...items.map(({ name }) => name));
        cursor = nextCursor;
      }
      expect(names).toEqual(expected);
    }
  });

  it.each(["limit=0", "limit=201", "limit=x", "limit=1.5", "cursor=%00", "cursor=e30", "cursor=WzFd", "tab=theirs", "sort=size"])(
    "refuses ?%s with the parameter's name",
    async (query) => {
      const answer = await someone.get(`/api/workflows?${query}`);
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, `/${query.split("=")[0]}`]);
    },
  );
});
