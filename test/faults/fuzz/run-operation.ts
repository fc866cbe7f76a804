/** Sends the cases of one operation, a few at a time, and says which answers were wrong. */
import { calling, managing } from "./identities.ts";
import { faultOf } from "./judge.ts";
import { makeCase } from "./make-case.ts";
import { makers } from "./makers.ts";
import { lookUp, type OpenApi, type Operation } from "./operations.ts";
import { callAs } from "./people.ts";
import { randomFrom } from "./random.ts";
import { asCurl, send, type Made } from "./send.ts";
import type { Schema } from "./from-schema.ts";
import type { Tenant, World } from "./world.ts";

export interface Fuzzing {
  readonly world: World;
  readonly document: OpenApi;
  readonly seed: string;
  readonly cases: number;
}

export interface Outcome {
  /** How many answers each status had. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly faults: readonly string[];
}

const atOnce = 8;

export async function runOperation(operation: Operation, { world, document, seed, cases }: Fuzzing): Promise<Outcome> {
  const { server, own, other, called, exports, examples } = world;
  const isCall = operation.path.startsWith("/v1/");
  const cursors = isCall ? [] : await cursorsOf(operation, world);
  const ids = isCall ? new Map([["runId", [...called.runIds]]]) : new Map(own.ids);
  if (operation.path.includes("/test-runs/")) ids.set("runId", own.ids.get("testRunId")!);
  if (!isCall && consumes(operation)) await replace(operation, world, ids);
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  const one = async (index: number): Promise<void> => {
    const name = `${operation.name}#${index}`;
    const random = randomFrom(`${seed}/${name}`);
    if (!isCall && consumes(operation) && index % 5 === 4) await replace(operation, world, ids);
    const made = makeCase(operation, {
      random,
      identity: isCall ? calling(world, random) : managing(world, random, operation.path.endsWith("/sign-out")),
      own: ids,
      others: other.ids,
      cursors,
      examples: examples.get(operation.name) ?? [],
      exports,
      resolve: (ref) => lookUp(document, ref) as Schema,
    });
    const answer = await send(server.port, isLive(operation, random.chance(0.5)) ? upgrading(made) : made);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const fault = faultOf(answer, operation.statuses);
    if (fault) faults.push(`${name}: ${fault}: ${answer.text.slice(0, 300)}\n  MILLRACE_FUZZ_SEED=${seed}; ${asCurl(server.port, made)}`);
    // Each would start as many runs again as there are by then.
    if (answer.status === 201 && /(?:bulk-reruns|replays)$/.test(operation.path)) await cancelled(world, made.path, answer.text);
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < cases) await one(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { statuses, faults };
}

const isLive = ({ path }: Operation, isUpgraded: boolean): boolean => path.endsWith("/live") && isUpgraded;
const upgrading = (made: Made): Made => ({
  ...made,
  headers: {
    ...made.headers,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  },
});

/** Whether a success takes the thing away that its path names. */
const consumes = ({ method, path }: Operation): boolean =>
  method === "DELETE" || /(?:undeploy|workflows\/\{workflowId\}\/leave)$/.test(path);

/** Puts a new thing in the place of what may be gone. What the other operations use is left alone. */
async function replace({ path }: Operation, { server, own }: World, ids: Map<string, string[]>): Promise<void> {
  const name = path.match(/\{(\w+)\}(?!.*\{)/)?.[1];
  const make = name === undefined ? undefined : makers[name];
  if (name && make) ids.set(name, [await make(server.url, own.session, own.ids)]);
}

/** What the list gives out where it has more than one entry. */
async function cursorsOf({ method, path, parameters }: Operation, { server, own }: World): Promise<string[]> {
  if (method !== "GET" || !parameters.some(({ name }) => name === "cursor")) return [];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => own.ids.get(name)?.[0] ?? "x");
  const { nextCursor } = await callAs<{ nextCursor: string | null }>(server.url, own.session, "GET", `${filled}?limit=1`).catch(() => ({
    nextCursor: null,
  }));
  if (nextCursor === null) return [];
  const text = Buffer.from(nextCursor, "base64url").toString();
  const changed = [
    text.replace(/\d+/, "9007199254740993"),
    text.replace(/\d+/, "null"),
    text.replace(/"[^"]*"/, "{}"),
    `${text.slice(0, -1)},1]`,
  ];
  return [nextCursor, ...changed.map((one) => Buffer.from(one).toString("base64url"))];
}

async function cancelled({ server, own, other }: World, path: string, text: string): Promise<void> {
  const { id } = JSON.parse(text) as { id: string };
  const cancel = (tenant: Tenant): Promise<unknown> => callAs(server.url, tenant.session, "POST", `${path.split("?")[0]}/${id}/cancel`, {});
  await cancel(own).catch(() => cancel(other));
}
