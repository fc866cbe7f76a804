import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AccountId, DatasetId } from "#flow/ids.ts";
import { filterRows, firstRows, lookUpRows } from "#objects/datasets/find-rows.ts";
import type { Env } from "#worker/bindings/env.ts";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { newDataset } from "./uploads.ts";

const { newPerson, db } = install();
const bindings = env as unknown as Pick<Env, "DB" | "DATASETS">;
let ada: Person;
let account: AccountId;
let id: DatasetId;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
  account = (await ada.get("/api/me")).body.activeAccount.id;
  const lines = Array.from({ length: 12_000 }, (_, i) => `${i},${i % 3 === 0 ? "Red" : "blue"},${i % 2 === 0}`);
  id = (await newDataset(ada, "Looked up by runs", `n,colour,even\n${lines.join("\n")}\n`)) as DatasetId;
});

const lookUp = (column: string, value: unknown, limit = 3) => lookUpRows(bindings, account, id, { column, value, limit });

describe("rows for a run", () => {
  it("are looked up by a value, given as its type or as a text", async () => {
    const row = { n: 77, colour: "blue", even: false };
    expect(await lookUp("n", 77)).toEqual({ ok: true, rows: [row], more: false });
    expect(await lookUp("n", "77")).toEqual({ ok: true, rows: [row], more: false });
    expect(await lookUp("even", "true", 1)).toEqual({ ok: true, rows: [{ n: 0, colour: "Red", even: true }], more: true });
    expect(await lookUp("colour", "red")).toEqual({ ok: true, rows: [], more: false });
    for (const value of [null, { a: 1 }, "seven", Number.NaN])
      expect(await lookUp("n", value)).toEqual({ ok: true, rows: [], more: false });
  });

  it("are found behind more candidates than one page looks at", async () => {
    const lines = Array.from({ length: 15_000 }, (_, i) => (i === 14_000 ? "x" : "X"));
    const other = (await newDataset(ada, "Alike", `c\n${lines.join("\n")}\n`)) as DatasetId;
    expect(await lookUpRows(bindings, account, other, { column: "c", value: "x", limit: 5 })).toEqual({
      ok: true,
      rows: [{ c: "x" }],
      more: false,
    });
  });

  it("are the first ones, or those that a condition keeps", async () => {
    expect(await firstRows(bindings, account, id, 2)).toMatchObject({ rows: [{ n: 0 }, { n: 1 }], more: true });
    const keep = (row: Readonly<Record<string, unknown>>) => Number(row.n) > 11_990 && row.colour === "Red";
    expect(await filterRows(bindings, account, id, { keep, limit: 10 })).toMatchObject({
      rows: [{ n: 11_991 }, { n: 11_994 }, { n: 11_997 }],
      more: false,
    });
    expect(await filterRows(bindings, account, id, { keep, limit: 2 })).toMatchObject({ rows: [{ n: 11_991 }, { n: 11_994 }], more: true });
  });

  it("are not given to another account, nor from what is not there", async () => {
    const eve = (await (await newPerson("Eve")).get("/api/me")).body.activeAccount.id as AccountId;
    const none = { ok: false, reason: "no_dataset" };
    expect(await lookUpRows(bindings, eve, id, { column: "n", value: 1, limit: 1 })).toEqual(none);
    expect(await firstRows(bindings, eve, id, 1)).toEqual(none);
    expect(await filterRows(bindings, eve, id, { keep: () => true, limit: 1 })).toEqual(none);
    expect(await lookUp("none", 1)).toEqual({ ok: false, reason: "no_column" });
  });
});
