/**
 * One secret in a variable, one in the callback's access token, and one in each kind of authorization profile, through a whole scenario; then everything that the
 * system shows or keeps is searched for them in every form. `places` is the table of where is looked.
 */
import { runInDurableObject } from "cloudflare:test";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { RunId } from "#flow/ids.ts";
import { poll, request } from "../support/call.ts";
import { env } from "../support/deployed.ts";
import { api, end, flowOf, script } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";
import { here, received } from "../support/servers.ts";
import { upgrade } from "../runs/world.ts";
import { call, DB, newWorld, type Callable } from "./world.ts";

/** With characters that every form writes in its own way. */
const canaries = {
  variable: 'Canary/var+1"é<&>',
  "access token": "canary/token+2",
  profile: 'Canary/prof+3"é<&>',
  "key in the query": "canary/query+4&<x>",
  "client secret": "canary/client+5&<y>",
};

const printed: string[] = [];
const spies = (["log", "info", "warn", "error", "debug"] as const).map((method) =>
  vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => void printed.push(parts.map(textOf).join(" "))),
);
afterAll(() => spies.forEach((spy) => spy.mockRestore()));

interface Scene {
  /** What the live view of runs sent. */
  readonly heard: string[];
  readonly world: Awaited<ReturnType<typeof newWorld>>;
  readonly flow: Callable;
  readonly runs: Record<string, string>;
  readonly answers: string[];
  readonly id: string;
}
let scene: Scene;

const sent = {
  query: [{ name: "key", value: "{{env.CANARY}}" }],
  headers: [
    { name: "Authorization", value: 'Basic {{$base64encode("me:" & env.CANARY)}}' },
    { name: "X-Secret", value: "{{$encodeUrlComponent(env.CANARY)}}" },
  ],
  body: { type: "json", value: { token: "{{env.CANARY}}", nested: ["{{steps.Start.name}} has {{env.CANARY}}"] } },
};

/** The ids of profiles. */
interface Profiles {
  readonly basic: string;
  readonly inQuery: string;
  readonly oauth: string;
}

function canaryFlow(id: string, profiles: Profiles) {
  return flowOf(
    {
      Echo: api(`${here}/mirror?id=${id}`, {}, sent),
      Look: script(
        "console.log(JSON.stringify(context)); console.log(env); context.kept = context.steps.Echo.output; return context.steps.Echo",
      ),
      Pick: { type: "condition", config: { branches: [{ expression: 'steps.Start.name = "broken" and env.CANARY != ""' }] } },
      Fails: api("{{env.CANARY}}", {}, {}),
      Refused: api(`${here}/mirror?status=500&id=${id}`, {}, sent),
      Broken: { type: "condition", config: { branches: [{ expression: "$number(env.CANARY) = 1" }] } },
      Basic: api(`${here}/mirror?id=${id}-basic`, {}, { authorization: profiles.basic }),
      InQuery: api(`${here}/mirror?status=500&id=${id}-query`, {}, { authorization: profiles.inQuery }),
      // Its server repeats the client secret and gives no token.
      OAuth: api(`${here}/mirror?id=${id}-oauth`, {}, { authorization: profiles.oauth }),
      End: end({
        authorized: "{{steps.Basic.output}}",
        keyed: "{{steps.InQuery.output}}",
        unauthorized: "{{steps.OAuth.error}}",
        echoed: "{{steps.Echo.output}}",
        looked: "{{steps.Look.output}}",
        failed: "{{steps.Fails.error}}",
        refused: "{{steps.Refused.output}}",
        direct: "{{env.CANARY}}",
        changed: "{{$uppercase(env.CANARY)}} {{$base64encode(env.CANARY)}}",
      }),
    },
    [
      "Start next Echo",
      "Echo success Look",
      "Look success Pick",
      "Pick else Fails",
      "Pick if Broken",
      "Fails failure Refused",
      "Refused failure Basic",
      "Basic success InQuery",
      "InQuery failure OAuth",
      "OAuth failure End",
      "Broken if End",
    ],
    ["name"],
    ["echoed", "looked", "failed", "refused", "direct", "changed", "authorized", "keyed", "unauthorized"].map((name) => ({
      name,
      type: "json" as const,
    })),
  );
}

beforeAll(async () => {
  const world = await newWorld();
  const id = crypto.randomUUID();
  const push = { callbackUrl: `${here}/mirror?id=push-${id}`, accessToken: canaries["access token"] };
  const profile = async (settings: unknown): Promise<string> =>
    (
      await world.need("POST", "/api/profiles", {
        name: crypto.randomUUID(),
        settings,
        hosts: ["127.0.0.1"],
        testUrl: `${here}/mirror?id=test-${id}`,
      })
    ).id;
  const profiles = {
    basic: await profile({ kind: "basic", username: "me", password: canaries.profile }),
    inQuery: await profile({ kind: "api-key", in: "query", name: "key", key: canaries["key in the query"] }),
    oauth: await profile({
      kind: "client-credentials",
      tokenUrl: `${here}/mirror?id=${id}-token`,
      clientId: "me",
      clientSecret: canaries["client secret"],
      authMethod: "post",
    }),
  };
  const document = canaryFlow(id, profiles);
  // Half-drawn branches are part of the scenario; only what is drawn to its end can be deployed.
  const flow = await world.deploy(
    {
      ...document,
      edges: [
        ...document.edges,
        ...["n_Fails success", "n_Refused success", "n_Broken else", "n_Basic failure", "n_InQuery success", "n_OAuth success"].map(
          (from) => ({
            from: from.split(" ")[0]!,
            outcome: from.split(" ")[1]!,
            to: "n_End",
          }),
        ),
      ],
    },
    [{ name: "CANARY", value: canaries.variable, secure: true, notes: "to be found nowhere" }],
    push,
  );
  const at = `/api/workflows/${flow.workflowId}`;
  const { webSocket } = await upgrade(`${at}/runs/live`, { cookie: world.cookie, origin: "http://millrace.test" });
  const heard: string[] = [];
  webSocket!.addEventListener("message", ({ data }) => void heard.push(String(data)));
  webSocket!.accept();
  const answers: string[] = [];
  const note = <A extends { body: unknown; headers: Headers }>(answer: A): A => {
    answers.push(JSON.stringify([answer.body, ...answer.headers]));
    return answer;
  };
  const runs: Record<string, string> = {};
  for (const mode of ["sync", "async", "push"] as const) {
    const answer = note(await call(flow, mode, { name: "Ada" }));
    runs[mode] = answer.body.runId;
    note(await poll(flow, runs[mode]!, 20));
  }
  // The condition's expression fails with the value in its message.
  runs["failing"] = note(await call(flow, "sync", { name: "broken" })).body.runId;
  runs["test"] = (await world.need("POST", `${at}/test-runs`, { input: { name: "Ada" } })).runId;
  note(await world.manage("GET", `${at}/test-runs/${runs["test"]}?wait=20`));
  await vi.waitFor(async () => expect(await received(`push-${id}`)).toHaveLength(1), 10_000);
  for (const refused of [
    { name: "CANARY", value: canaries.variable },
    { name: "CAN ARY", value: canaries.variable, secure: true },
  ])
    note(await world.manage("POST", `${at}/variables`, refused));
  note(await world.manage("PATCH", `${at}/variables/CANARY`, { value: canaries.variable, secure: false, hosts: ["example.com"] }));
  note(await world.manage("PATCH", `${at}/variables/CANARY`, { value: canaries.variable, notes: "again" }));
  note(await world.manage("PUT", `${at}/endpoint`, { async: { accessToken: `${canaries["access token"]} with a blank` } }));
  for (const [kind, settings] of [
    ["basic", { kind: "basic", username: "me:", password: canaries.profile }],
    ["inQuery", { kind: "api-key", in: "query", name: "no name", key: canaries["key in the query"] }],
    ["oauth", { kind: "client-credentials", tokenUrl: "https://10.0.0.1/", clientId: "me", clientSecret: canaries["client secret"] }],
  ] as const) {
    note(await world.manage("POST", `/api/profiles/${profiles[kind]}/test`));
    note(await world.manage("PATCH", `/api/profiles/${profiles[kind]}`, { settings }));
  }
  note(await world.manage("PATCH", `/api/profiles/${profiles.basic}`, { settings: { kind: "bearer", token: "canary/prof+3" } }));
  // The failing run's row carries the message of its error, once it has ended.
  await vi.waitFor(() => expect(heard.join("")).toContain('"status":"Failed"'), 10_000);
  webSocket!.close();
  scene = { world, flow, runs, answers, id, heard };
});

/** Where secrets are looked for. What else shows or keeps something of a workflow adds a line. */
const places: Record<string, (scene: Scene) => unknown> = {
  "answers of calls, polls, test runs and refusals": ({ answers }) => answers,
  "runs in detail": ({ flow, runs }) => Promise.all(Object.values(runs).map((runId) => laneOf(flow, runId).detail(runId as RunId))),
  "lists of deliveries": ({ flow, runs }) => called(flow, `/runs/${runs["push"]}/deliveries`),
  "events of runs": ({ flow, runs }) =>
    Promise.all(Object.values(runs).map(async (runId) => (await laneOf(flow, runId).fetch(`http://lane/?run=${runId}&after=-1`)).text())),
  "what lanes keep": ({ flow, runs }) => Promise.all(Object.values(runs).map((runId) => rowsOfLane(flow, runId))),
  "what the Monitor keeps": ({ flow }) => rowsOfMonitor(flow),
  "the whole database": () => rowsOfDatabase(),
  "management's answers": ({ world, flow }) =>
    Promise.all(
      ["", "/variables", "/endpoint", "/flow", "/versions", "/keys", "/audit", "/audit.csv"].map(async (path) =>
        textAt(world, `/api/workflows/${flow.workflowId}${path}`),
      ),
    ),
  "lists, figures and files of runs": ({ world, flow }) =>
    Promise.all(
      ["/runs", "/runs.csv", "/run-values", "/metrics", "/model-runs"].map(async (path) =>
        textAt(world, `/api/workflows/${flow.workflowId}${path}`),
      ),
    ),
  "runs as management shows them": ({ world, flow, runs }) =>
    Promise.all(
      ["sync", "async", "push", "failing"].flatMap((which) =>
        ["", "/value?of=output", "/value?of=output&node=n_Look", "/value?of=input&node=n_Echo"].map(async (path) => {
          const { body } = await world.manage("GET", `/api/workflows/${flow.workflowId}/runs/${runs[which]}${path}`);
          return JSON.stringify(body);
        }),
      ),
    ),
  "live rows": ({ heard }) => heard,
  "the account's answers": ({ world }) =>
    Promise.all(["/api/audit", "/api/audit/verify", "/api/profiles", "/api/me", "/api/openapi.json"].map((path) => textAt(world, path))),
  "the workflow's OpenAPI document": ({ flow }) => called(flow, "/openapi.json"),
  "an export": async ({ world, flow }) => unpacked(await world.file(`/api/workflows/${flow.workflowId}/export`)),
  "the body of the push": async ({ id }) => (await received(`push-${id}`)).map(({ bodyBase64 }) => decoded(bodyBase64)),
  "what the server printed": async ({ flow, runs }) => {
    await runInDurableObject(laneOf(flow, runs["sync"]!), () => console.log("a lane is heard here"));
    expect(printed).toContain("a lane is heard here");
    return printed;
  },
};

it("plays the scenario as it was meant: the values arrive where they are sent", async () => {
  const [first] = await received(scene.id);
  expect(JSON.parse(decoded(first!.bodyBase64))).toEqual({ token: canaries.variable, nested: [`Ada has ${canaries.variable}`] });
  const [pushed] = await received(`push-${scene.id}`);
  expect(pushed!.headers["authorization"]).toBe(`Bearer ${canaries["access token"]}`);
  const [basic] = await received(`${scene.id}-basic`);
  expect(basic!.headers["authorization"]).toBe(`Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`me:${canaries.profile}`)))}`);
  const [keyed] = await received(`${scene.id}-query`);
  expect(new URL(keyed!.path, here).searchParams.get("key")).toBe(canaries["key in the query"]);
  const [asked] = await received(`${scene.id}-token`);
  expect(new URLSearchParams(decoded(asked!.bodyBase64)).get("client_secret")).toBe(canaries["client secret"]);
  expect(await received(`${scene.id}-oauth`)).toEqual([]);
  expect(scene.answers.join("")).toContain("•••");
  // The searches below look at what is there, not at refusals.
  expect(textOf(await places["runs as management shows them"]!(scene))).toContain("•••");
  expect(textOf(await places["live rows"]!(scene))).toContain('"status":"Failed"');
});

it.each(Object.keys(places))("finds no canary in %s", async (place) => {
  const text = textOf(await places[place]!(scene));
  expect(text.length).toBeGreaterThan(10);
  for (const [which, canary] of Object.entries(canaries)) {
    for (const form of formsOf(canary)) {
      const at = text.indexOf(form);
      expect(at < 0 ? "not found" : `${which} as ${form}: …${text.slice(Math.max(0, at - 60), at + 60)}…`).toBe("not found");
    }
  }
});

/** Written apart from the code that masks, so that what is forgotten there is not forgotten here too. */
function formsOf(canary: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(canary));
  const json = JSON.stringify(canary).slice(1, -1);
  const inBase64 = [0, 1, 2].map((offset) =>
    btoa("x".repeat(offset) + bytes).slice(offset === 0 ? 0 : 4, Math.floor(((offset + bytes.length) * 8) / 6)),
  );
  const plain = [
    canary,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(canary),
    encodeURI(canary),
    String(new URLSearchParams({ c: canary })).slice(2),
  ];
  // Pieces count too: half a secret is a leak.
  const half = Math.ceil(canary.length / 2);
  return [
    ...new Set([
      ...plain,
      canary.toUpperCase(),
      canary.toLowerCase(),
      ...inBase64,
      ...inBase64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
      canary.slice(0, half),
      canary.slice(-half),
    ]),
  ];
}

function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : value instanceof Error
      ? `${value.stack} ${JSON.stringify(value)}`
      : Array.isArray(value)
        ? value.map(textOf).join("\n")
        : JSON.stringify(value);
}

function decoded(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}

async function rowsOfMonitor(flow: Callable): Promise<unknown> {
  return runInDurableObject(env.MONITOR.getByName(flow.workflowId), (_, { storage }) => rowsIn(storage));
}

async function called({ workflowId, key }: Callable, path: string): Promise<unknown> {
  return (await request("GET", `/v1/workflows/${workflowId}${path}`, { "x-api-key": key })).body;
}

async function textAt(world: Scene["world"], path: string): Promise<string> {
  return new TextDecoder().decode(await world.file(path));
}

async function rowsOfLane(flow: Callable, runId: string): Promise<unknown> {
  return runInDurableObject(laneOf(flow, runId), (_, { storage }) => rowsIn(storage));
}

function rowsIn({ sql }: DurableObjectStorage): string[] {
  const tables = sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
    .toArray();
  // Bytes are read as text too, as a search of the file would.
  return tables.flatMap(({ name }) =>
    sql
      .exec(`SELECT * FROM "${name}"`)
      .toArray()
      .flatMap((row) => Object.values(row).map((cell) => (cell instanceof ArrayBuffer ? new TextDecoder().decode(cell) : String(cell)))),
  );
}

async function rowsOfDatabase(): Promise<unknown> {
  const { results: tables } = await DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  ).all<{ name: string }>();
  return Promise.all(tables.map(async ({ name }) => (await DB.prepare(`SELECT * FROM "${name}"`).raw()).map((row) => row.map(String))));
}

/** The files of a zip as one text. */
async function unpacked(zip: Uint8Array): Promise<string> {
  const { unzipSync } = await import("fflate");
  return Object.entries(unzipSync(zip))
    .map(([name, bytes]) => `${name}\n${new TextDecoder().decode(bytes)}`)
    .join("\n");
}
