/** Who watches a run on the canvas, calls with a key, or may look only: how far their rights go, and how long. */
import { exports } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { join, share, type Teammate } from "../people/team.ts";
import { deployed } from "../support/deployed.ts";
import { start } from "../support/call.ts";
import { delay, end, flowOf } from "../support/flows.ts";
import { install, origin, type Person } from "./installation.ts";
import { migrate } from "./migrate.ts";

const installation = install();
const { app, clock, db, newPerson } = installation;
let ada: Person;
let workflowId: string;
const slow = flowOf(
  { First: delay(2), Second: delay(2), Third: delay(2), End: end({ n: "1" }) },
  ["Start next First", "First success Second", "Second success Third", "Third success End"],
  [],
  [{ name: "n", type: "number" }],
);
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
  workflowId = await ada.newWorkflow();
  expect((await ada.put(`/api/workflows/${workflowId}/flow`, slow)).body.problems).toEqual([]);
});
afterEach(() => {
  clock.ms = undefined;
  vi.restoreAllMocks();
});

/** What comes of a stream of a run when a minute has gone by and something has happened. */
async function watched(person: { readonly headers: Record<string, string> }, revoke: () => Promise<unknown>): Promise<string> {
  const run = await ada.post(`/api/workflows/${workflowId}/test-runs`, { input: {} });
  const response = await app.fetch(
    new Request(`${origin}/api/workflows/${workflowId}/test-runs/${run.body.runId}/events`, { headers: { origin, ...person.headers } }),
  );
  expect(response.status).toBe(200);
  await revoke();
  clock.ms = Date.now() + 61_000;
  return response.text();
}

const tokenOf = async (person: Person, more = {}) => (await person.post("/api/tokens", { name: "t", ...more })).body;
const cookie = (person: Person) => ({ headers: { cookie: person.cookie } });
async function viewer(): Promise<Teammate> {
  const person = await join(installation, ada, "Member");
  await share(ada, workflowId, person, "Viewer");
  return person;
}

describe("the events of a run on the canvas", () => {
  it("go on to the end for whoever may still see them", async () => {
    expect(await watched(cookie(await viewer()), async () => {})).toContain("run.finished");
  });

  it.each<[string, () => Promise<[{ headers: Record<string, string> }, () => Promise<unknown>]>]>([
    [
      "signed out",
      async () => {
        const person = await viewer();
        return [cookie(person), () => person.post("/api/auth/sign-out", {})];
      },
    ],
    [
      "was removed from the workflow",
      async () => {
        const person = await viewer();
        return [cookie(person), () => ada.delete(`/api/workflows/${workflowId}/members/${person.id}`)];
      },
    ],
    [
      "was removed from the account",
      async () => {
        const person = await viewer();
        return [cookie(person), () => ada.delete(`/api/members/${person.id}`)];
      },
    ],
    [
      "got a lesser role in the account",
      async () => {
        const person = await join(installation, ada, "Admin");
        return [cookie(person), () => ada.patch(`/api/members/${person.id}`, { role: "Member" })];
      },
    ],
    [
      "has a token that was deleted",
      async () => {
        const { id, token } = await tokenOf(ada);
        return [{ headers: { authorization: `Bearer ${token}` } }, () => ada.delete(`/api/tokens/${id}`)];
      },
    ],
    [
      "has a token that ran out",
      async () => {
        const { token } = await tokenOf(ada, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
        return [{ headers: { authorization: `Bearer ${token}` } }, async () => {}];
      },
    ],
  ])("end for a person who %s", async (_, make) => {
    const [person, revoke] = await make();
    expect(await watched(person, revoke)).not.toContain("run.finished");
  });
});

describe("the events of a deployed run", () => {
  const worker = (exports as unknown as { default: Fetcher }).default;
  it.each([
    ["go on while the key is good", undefined, true],
    ["end when the key was deleted", "DELETE FROM api_keys WHERE workflow_id = ?", false],
    ["end when the key ran out", "UPDATE api_keys SET expires_at = 1 WHERE workflow_id = ?", false],
  ])("%s", async (_, change, isWhole) => {
    const flow = await deployed(slow);
    const { runId } = (await start(flow, "async", {})).body;
    const response = await worker.fetch(`http://millrace.test/v1/workflows/${flow.workflowId}/runs/${runId}/events`, {
      headers: { "x-api-key": flow.key },
    });
    if (change) await db.prepare(change).bind(flow.workflowId).run();
    const { now } = Date;
    const ahead = now() + 61_000;
    const began = now();
    vi.spyOn(Date, "now").mockImplementation(() => ahead + now.call(Date) - began);
    const text = await response.text();
    expect(text.includes("run.finished")).toBe(isWhole);
  });
});

describe("a Viewer", () => {
  it("runs the saved flow alone, and stops only their own runs", async () => {
    const person = await viewer();
    const path = `/api/workflows/${workflowId}/test-runs`;
    expect((await person.post(path, { input: {}, flow: slow })).status).toBe(403);
    expect((await person.post(path, { input: {}, pinned: { n_First: 1 } })).status).toBe(403);
    const own = await person.post(path, { input: {} });
    expect(own.status).toBe(201);
    expect((await person.post(`${path}/${own.body.runId}/cancel`)).status).toBe(200);
    const others = await ada.post(path, { input: {} });
    const refused = await person.post(`${path}/${others.body.runId}/cancel`);
    expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
    expect((await person.get(`${path}/${others.body.runId}`)).body.status).not.toBe("Failed");
    // A person who may edit can stop everyone's runs.
    const theirs = await person.post(path, { input: {} });
    expect((await ada.post(`${path}/${theirs.body.runId}/cancel`)).body.status).toBe("Failed");
    expect((await person.post(`${path}/run_nowhere/cancel`)).status).toBe(404);
  });

  it("sees where results are pushed to, and nothing of the address that can be a secret", async () => {
    const person = await viewer();
    const path = `/api/workflows/${workflowId}/endpoint`;
    await ada.put(path, { async: { callbackUrl: "https://hooks.example.com:8443/s3cret?token=s3cret" } });
    const seen = await person.get(path);
    expect(seen.body.async).toMatchObject({ callbackUrl: "https://hooks.example.com:8443", signingSecret: null });
    expect((await ada.get(path)).body.async.callbackUrl).toContain("token=s3cret");
  });
});
