import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { hashSecret } from "#store/hash-secret.ts";
import { liveViewOver, liveViewTaken } from "#flow/monitoring/on-wire.ts";
import type { Env } from "#worker/bindings/env.ts";
import { install } from "../management/installation.ts";
import { request } from "../support/call.ts";
import { delay, end, flowOf } from "../support/flows.ts";
import { newMonitoring, origin, upgrade, type Row, type Watched } from "./world.ts";

let world: Awaited<ReturnType<typeof newMonitoring>>;
let flow: Watched;
let path: string;
beforeAll(async () => {
  world = await newMonitoring();
  flow = await world.deployed(
    flowOf({ Wait: delay("{{steps.Start.s}}"), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"], ["s"]),
  );
  path = `${flow.at}/runs/live`;
});

/** The messages that a socket received, and how it was closed. */
interface Watching {
  readonly rows: Row[];
  readonly closed: { code?: number };
  readonly socket: WebSocket;
}

function watch({ webSocket: socket }: Response): Watching {
  if (!socket) throw new Error("no socket");
  const watching: Watching = { rows: [], closed: {}, socket };
  socket.addEventListener("message", ({ data }) => {
    if (data === "pong") return void watching.rows.push("pong");
    const message: Row = JSON.parse(String(data));
    expect(message.kind).toBe("runs");
    watching.rows.push(...message.rows);
  });
  socket.addEventListener("close", ({ code }) => (watching.closed.code = code));
  socket.accept();
  return watching;
}

describe("the live view", () => {
  it("sends each run as it comes and changes, in the form of the list", async () => {
    const response = await upgrade(path, { cookie: world.cookie, origin });
    expect(response.status).toBe(101);
    expect(response.headers.get("x-request-id")).not.toBeNull();
    const { rows, socket } = watch(response);
    const runId = await flow.begin("async", { s: 1 });
    await vi.waitFor(() => expect(rows.map(({ status }) => status)).toContain("Success"), { timeout: 10_000, interval: 20 });
    expect(rows.every((row) => row.runId === runId)).toBe(true);
    expect(rows[0].status).not.toBe("Success");
    const [listed] = await flow.listed(([first]) => first?.runId === runId && first.status === "Success");
    expect(rows.at(-1)).toEqual(listed);
    socket.close();
  });

  it("answers a ping", async () => {
    const { rows, socket } = watch(await upgrade(path, { cookie: world.cookie, origin }));
    socket.send("ping");
    await vi.waitFor(() => expect(rows).toEqual(["pong"]));
    socket.close();
  });

  it("ends for whoever sends it anything else", async () => {
    const { closed, socket } = watch(await upgrade(path, { cookie: world.cookie, origin }));
    socket.send("x".repeat(100_000));
    await vi.waitFor(() => expect(closed.code).toBe(1003));
  });

  it("takes a token in place of a session, without an Origin", async () => {
    const { token } = await world.need("POST", "/api/tokens", { name: "t" });
    const response = await upgrade(path, { authorization: `Bearer ${token}` });
    expect(response.status).toBe(101);
    watch(response).socket.close();
  });

  it("ends in place of the next message once its time is over", async () => {
    const { token, id } = await world.need("POST", "/api/tokens", { name: "t", expiresAt: Date.now() + 3600_000 });
    // Rights are checked when a view starts; the check of this view is valid for another moment.
    await (env as unknown as Env).DB.prepare("UPDATE tokens SET expires_at = ? WHERE hash = ?")
      .bind(Date.now() + 700, await hashSecret(token))
      .run();
    const ending = watch(await upgrade(path, { authorization: `Bearer ${token}` }));
    const staying = watch(await upgrade(path, { cookie: world.cookie, origin }));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const runId = await flow.begin("async", { s: 1 });
    await vi.waitFor(() => expect(ending.closed.code).toBe(liveViewOver), 5_000);
    expect(ending.rows).toEqual([]);
    await vi.waitFor(() => expect(staying.rows.map((row) => row.runId)).toContain(runId), 5_000);
    expect((await upgrade(path, { authorization: `Bearer ${token}` })).status).toBe(401);
    staying.socket.close();
    await world.need("DELETE", `/api/tokens/${id}`);
  });
});

describe("many live views", () => {
  const ofViewer = async (
    monitor: { fetch: (address: string, init: RequestInit) => Promise<Response> },
    viewer: string,
    until = Infinity,
  ) => monitor.fetch(`http://monitor/live?until=${until}&viewer=${viewer}`, { headers: { upgrade: "websocket" } });

  it("of one person close the oldest of their own, and nobody else's", async () => {
    const colleague = watch(await ofViewer((env as unknown as Env).MONITOR.getByName(flow.workflowId), "colleague"));
    const views: Watching[] = [];
    for (let i = 0; i < 23; i++) {
      views.push(watch(await upgrade(path, { cookie: world.cookie, origin })));
      // The oldest can still receive messages.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await vi.waitFor(() =>
      expect(views.map(({ closed }) => closed.code).filter(Boolean)).toEqual([liveViewTaken, liveViewTaken, liveViewTaken]),
    );
    expect(views.slice(0, 3).every(({ closed }) => closed.code === liveViewTaken)).toBe(true);
    const runId = await flow.begin("async", { s: 1 });
    for (const { rows } of [colleague, views[3]!, views[22]!])
      await vi.waitFor(() => expect(rows.map((row) => row.runId)).toContain(runId), 5_000);
    for (const { socket } of [colleague, ...views]) socket.close();
  });

  it("of many people leave room for one more: who has most gives, and only then is one refused", async () => {
    const monitor = (env as unknown as Env).MONITOR.getByName("wf_crowd");
    const views: Watching[] = [];
    for (let i = 0; i < 200; i++) views.push(watch(await ofViewer(monitor, `viewer${i % 10}`)));
    const late = await ofViewer(monitor, "late");
    expect(late.status).toBe(101);
    await vi.waitFor(() => expect(views.filter(({ closed }) => closed.code === liveViewTaken)).toHaveLength(1));
    // Views whose time has expired do not count.
    const crowd = (env as unknown as Env).MONITOR.getByName("wf_crowd_of_single_people");
    const until = Date.now() + 2_500;
    // Kept referenced: a socket without references is closed by the garbage collector.
    const held: Watching[] = [];
    for (let i = 0; i < 200; i++) held.push(watch(await ofViewer(crowd, `viewer${i}`, i === 0 ? until : Infinity)));
    expect((await ofViewer(crowd, "late")).status).toBe(503);
    await new Promise((resolve) => setTimeout(resolve, until + 100 - Date.now()));
    expect((await ofViewer(crowd, "late")).status).toBe(101);
    for (const { socket } of [...views, ...held]) socket.close();
  });
});

describe("somebody who answers no close", () => {
  it("gets no more views than can be borne, and keeps nobody else from theirs", async () => {
    const monitor = (env as unknown as Env).MONITOR.getByName("wf_deaf");
    const open = (viewer: string): Promise<Response> =>
      monitor.fetch(`http://monitor/live?viewer=${viewer}`, { headers: { upgrade: "websocket" } });
    // Never accepted here, so that nothing is ever answered; and held, so that they are not closed with the garbage.
    const held: Response[] = [];
    for (let i = 0; i < 70; i++) held.push(await open("deaf"));
    const taken = held.filter(({ status }) => status === 101).length;
    expect(taken).toBe(60);
    expect(held.slice(taken).map(({ status }) => status)).toEqual(Array(10).fill(503));
    const other = await open("another");
    expect(other.status).toBe(101);
    watch(other).socket.close();
  });
});

describe("a right that was withdrawn", () => {
  it("ends the view of who had it within two minutes, and lets nobody come back", async () => {
    const { app, newPerson, clock, db } = install();
    const ada = await newPerson();
    const ben = await newPerson();
    const workflowId = await ada.newWorkflow();
    const live = `/api/workflows/${workflowId}/runs/live`;
    await ada.post(`/api/workflows/${workflowId}/deploy`);
    const { key } = (await ada.post(`/api/workflows/${workflowId}/keys`, { name: "k" })).body;
    const account = "(SELECT account_id FROM workflows WHERE id = ?2)";
    const person = "(SELECT id FROM users WHERE email = ?1)";
    await db.batch(
      [
        `INSERT INTO members (account_id, user_id, role, created_at) SELECT ${account}, ${person}, 'Member', 0`,
        `INSERT INTO workflow_members (workflow_id, user_id, role, created_at) SELECT ?2, ${person}, 'Viewer', 0`,
        `UPDATE sessions SET active_account_id = ${account} WHERE user_id = ${person}`,
      ].map((statement) => db.prepare(statement).bind(ben.email, workflowId)),
    );
    const open = () =>
      app.fetch(
        new Request(`https://millrace.test${live}`, {
          headers: { upgrade: "websocket", cookie: ben.cookie, origin: "https://millrace.test" },
        }),
      );
    const run = () =>
      request(
        "POST",
        `/v1/workflows/${workflowId}/sync`,
        { "x-api-key": key, "content-type": "application/json" },
        '{"input":{"text":"x"}}',
      );
    // As if it had been opened almost two minutes ago.
    clock.ms = Date.now() - 119_500;
    const { rows, closed, socket } = watch(await open());
    await db.prepare(`DELETE FROM workflow_members WHERE workflow_id = ?2 AND user_id = ${person}`).bind(ben.email, workflowId).run();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await run();
    await vi.waitFor(() => expect(closed.code).toBe(liveViewOver), 5_000);
    expect(rows).toEqual([]);
    expect((await open()).status).toBe(404);
    socket.close();
  });
});

describe("the live view refuses", () => {
  it("an ordinary request, with a word on what it takes", async () => {
    const { status, headers, body } = await world.manage("GET", path);
    expect([status, headers.get("upgrade"), body.code]).toEqual([426, "websocket", "upgrade_required"]);
  });

  it("nobody's, a key's and a stranger's", async () => {
    const mallory = await world.stranger();
    const other = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
    const asked = [
      [401, path, { origin }],
      [401, path, { authorization: `Bearer ${flow.key}` }],
      [404, path, { cookie: mallory.cookie, origin }],
      [404, "/api/workflows/wf_none/runs/live", { cookie: world.cookie, origin }],
      [101, `${other.at}/runs/live`, { cookie: world.cookie, origin }],
    ] as const;
    for (const [status, at, headers] of asked) {
      const response = await upgrade(at, headers);
      expect([at, headers, response.status]).toEqual([at, headers, status]);
      response.webSocket?.accept();
      response.webSocket?.close();
    }
  });

  it.each(["https://evil.example", "null", "http://millrace.test.evil.example", "http://millrace.test:81", undefined])(
    "a page of the origin %s, though it has the session",
    async (other) => {
      const { status, webSocket } = await upgrade(path, { cookie: world.cookie, ...(other === undefined ? {} : { origin: other }) });
      expect([status, webSocket ?? null]).toEqual([403, null]);
    },
  );
});
