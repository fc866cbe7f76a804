import { afterAll, beforeAll, expect, it } from "vitest";
import { deploy, type DeployedFlow } from "./deploy.ts";
import { startServer, type TestServer } from "./server.ts";

const hostile: Readonly<Record<string, string>> = {
  "an endless loop": "while (true) {}",
  "a regular expression that backtracks without end": "return /^(a+)+$/.test('a'.repeat(40) + 'b')",
  "an allocation without end": "const a = []; while (true) a.push(new Array(1000).fill(1))",
  "a native over a huge length": "return new Array(1e9).join('x')",
  "a native over a length of 2**53 - 1": "return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
  "a recursion without end": "const f = () => f() + 1; return f()",
  "a result of 33 MB": "return 'x'.repeat(33 * 1024 * 1024)",
  "a text of nested lists": "return JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))",
};

/** A flow that does nothing but run this script. */
function flowOf(code: string): unknown {
  return {
    schemaVersion: 1,
    inputs: [],
    outputs: [],
    nodes: [
      { id: "s", type: "start", name: "Start", config: {} },
      { id: "x", type: "script", name: "Script", config: { code } },
      { id: "e", type: "end", name: "End", config: { outputs: [{ name: "value", value: "{{steps.Script.output}}" }] } },
    ],
    edges: [
      { from: "s", outcome: "next", to: "x" },
      { from: "x", outcome: "success", to: "e" },
    ],
  };
}

let server: TestServer;
let ordinary: DeployedFlow;

beforeAll(async () => {
  server = await startServer();
  ordinary = await deploy(server, "Ordinary", flowOf("return [1, 2, 3].map((n) => n * 2)"));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

async function timed(
  flow: DeployedFlow,
): Promise<{ ms: number; status: number; body: { code?: string; errors?: { code: string }[]; output?: unknown } }> {
  const before = performance.now();
  const response = await flow.call("/sync", { method: "POST", body: { input: {} } });
  const body = (await response.json()) as { code?: string };
  return { ms: performance.now() - before, status: response.status, body };
}

async function medianOf(count: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push((await timed(ordinary)).ms);
  return times.toSorted((a, b) => a - b)[Math.floor(count / 2)]!;
}

it.each(Object.entries(hostile))(
  "ends %s with a clear error while other calls go on being answered",
  { timeout: 60_000 },
  async (name, code) => {
    const flow = await deploy(server, `Hostile: ${name}`, flowOf(code));
    await medianOf(5);
    const before = await medianOf(11);

    let isOver = false;
    const attack = timed(flow).finally(() => (isOver = true));
    const besides: number[] = [];
    while (!isOver) besides.push((await timed(ordinary)).ms);
    const ended = await attack;

    expect(ended.ms).toBeLessThan(3000);
    expect(ended).toMatchObject({ status: 500, body: { code: "run_failed" } });
    expect(["script_limit", "script_error"]).toContain(ended.body.errors![0]!.code);
    // No call waited for the whole attack: the slowest call of another workflow takes a fraction of a second, however
    // long the attack took.
    expect(Math.max(...besides)).toBeLessThan(1000);
    const after = await medianOf(11);
    console.log(
      `${name}: ended after ${ended.ms.toFixed(0)} ms; ordinary calls ${before.toFixed(1)} ms before, ${after.toFixed(1)} ms after, ${Math.max(...besides).toFixed(0)} ms at worst meanwhile`,
    );
    expect(after).toBeLessThan(before * 3 + 5);
  },
);

it("serves on after all of them, in the same process", async () => {
  expect(await timed(ordinary)).toMatchObject({ status: 200, body: { output: { value: [2, 4, 6] } } });
  expect(server.output()).not.toContain("restarted");
});
