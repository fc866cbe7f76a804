/** Generated requests against every operation that is described: none of them is answered with a fault of the server's. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultOf } from "./fuzz/judge.ts";
import { operationsOf, type OpenApi, type Operation } from "./fuzz/operations.ts";
import { callAs, type SignedIn } from "./fuzz/people.ts";
import { runOperation } from "./fuzz/run-operation.ts";
import { openWorld, type World } from "./fuzz/world.ts";
import { startServer, type TestServer } from "./server.ts";

/** The same seed makes the same choices again; MILLRACE_FUZZ_ONLY is a pattern for the names of operations. */
const seed = process.env.MILLRACE_FUZZ_SEED ?? randomBytes(4).toString("hex");
const cases = Number(process.env.MILLRACE_FUZZ_CASES ?? 10);
const only = new RegExp(process.env.MILLRACE_FUZZ_ONLY ?? "");
const timeout = 60_000 + cases * 15_000;

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startServer({ env: { MILLRACE_OPEN_SIGNUP: "1", MILLRACE_ALLOW_HOSTS: "127.0.0.1:1" } });
  world = await openWorld(server);
});
afterAll(() => server[Symbol.asyncDispose]());

it("takes no fault of the server's for an answer", () => {
  const problem = (status: number, more: object = {}) => ({
    status,
    contentType: "application/problem+json",
    text: JSON.stringify({ status, code: "internal", suggestion: "Try again.", ...more }),
  });
  expect(faultOf(problem(400), [])).toBeUndefined();
  expect(faultOf(problem(503), [503])).toBeUndefined();
  const faulty = [
    problem(500),
    problem(503),
    problem(404, { suggestion: "" }),
    problem(404, { code: undefined }),
    problem(409, { status: 400 }),
  ];
  for (const answer of [...faulty, { ...problem(404), contentType: "text/html" }, { status: 0, contentType: "", text: "" }])
    expect(faultOf(answer, [500])).toBeDefined();
});

it("answers every operation of the management API without a fault", { timeout }, async () => {
  expect(await faultsIn("/api/openapi.json", {})).toEqual([]);
});

it("answers every operation of a deployed workflow without a fault", { timeout }, async () => {
  const { id, key } = world.called;
  expect(await faultsIn(`/v1/workflows/${id}/openapi.json`, { "x-api-key": key })).toEqual([]);
});

async function faultsIn(address: string, identity: SignedIn): Promise<string[]> {
  const document = await callAs<OpenApi>(server.url, identity, "GET", address);
  const operations = operationsOf(document).filter(({ name }) => only.test(name));
  const totals = new Map<number, number>();
  const faults: string[] = [];
  for (const operation of operations.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const startedAt = Date.now();
    const outcome = await runOperation(operation, { world, document, seed, cases });
    faults.push(...outcome.faults);
    for (const [status, count] of outcome.statuses) totals.set(status, (totals.get(status) ?? 0) + count);
    if (process.env.MILLRACE_FUZZ_CASES)
      console.log(operation.name, Object.fromEntries(outcome.statuses), `${Date.now() - startedAt} ms`, ...outcome.faults);
  }
  console.log(`MILLRACE_FUZZ_SEED=${seed}: ${operations.length} operations, ${cases} cases each; answers:`, Object.fromEntries(totals));
  return faults;
}

/** What takes rights or whole people away comes last, so that everything before it finds them. */
function rankOf({ path, method }: Operation): number {
  if (path.endsWith("/sign-out")) return 4;
  if (/^\/api\/account\/(?:leave|transfer)$/.test(path)) return path.endsWith("leave") ? 3 : 2;
  return /\{userId\}$|\/transfer$|\/leave$/.test(path) || (method === "DELETE" && path.endsWith("{workflowId}")) ? 1 : 0;
}
