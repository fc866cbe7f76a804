import { expect, it } from "vitest";
import { deploy, type DeployedFlow } from "./deploy.ts";
import { eventually, startServer } from "./server.ts";
import { startStub } from "./stub.ts";

const count = 300;

interface Job {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly pending: number;
  readonly succeeded: number;
}
interface Listed {
  readonly items: readonly {
    readonly runId: string;
    readonly newRunId: string;
    readonly rerunOf: string | null;
    readonly status: string;
  }[];
  readonly nextCursor: string | null;
}

const calling = {
  schemaVersion: 1,
  inputs: [
    { name: "n", type: "number" },
    { name: "url", type: "text" },
  ],
  outputs: [],
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    {
      id: "call",
      type: "api",
      name: "Call",
      config: { method: "POST", url: "{{steps.Start.url}}", mode: "sync", body: { type: "json", value: { n: "{{steps.Start.n}}" } } },
    },
    { id: "end", type: "end", name: "End", config: { outputs: [{ name: "n", value: "{{steps.Call.output.body.n}}" }] } },
  ],
  edges: [
    { from: "start", outcome: "next", to: "call" },
    { from: "call", outcome: "success", to: "end" },
  ],
};

async function all({ api }: DeployedFlow, path: string): Promise<Listed["items"]> {
  const items: Listed["items"][number][] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Listed = await api.call("GET", `${path}?limit=200${cursor && `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

it(`runs each of ${count} runs again exactly once, though the server is killed in the middle, twice`, { timeout: 180_000 }, async () => {
  await using stub = await startStub(() => 20);
  await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: stub.host } });
  const flow = await deploy(server, "Calling", calling);
  const at = `/api/workflows/${flow.id}`;
  const accepted = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const response = await flow.call("/async", { method: "POST", body: { input: { n, url: stub.url } } });
      return ((await response.json()) as { runId: string }).runId;
    }),
  );
  await eventually("all runs are listed as over", 60_000, async () => {
    const rows = await all(flow, `${at}/runs`);
    return rows.length === count && rows.every(({ status }) => status === "Success");
  });

  const { id } = await flow.api.call<Job>("POST", `${at}/bulk-reruns`, { selection: {}, ratePerMinute: 1_200 });
  const job = () => flow.api.call<Job>("GET", `${at}/bulk-reruns/${id}`);
  for (const left of [200, 100]) {
    await eventually("a part of them has begun", 30_000, async () => {
      const { state, pending } = await job();
      return state === "running" && pending <= left;
    });
    await server.kill9();
    await server.restart();
  }
  expect((await job()).pending).toBeGreaterThan(0);
  await eventually("the job is done", 60_000, async () => (await job()).state === "done");
  expect(await job()).toMatchObject({ total: count, pending: 0, succeeded: count });

  const repeated = await all(flow, `${at}/bulk-reruns/${id}/runs`);
  expect(repeated.map(({ runId }) => runId).toSorted()).toEqual(accepted.toSorted());
  // The Monitor knows of no run beside those of the job, and each repeats another one.
  await eventually("all reruns are listed", 30_000, async () => (await all(flow, `${at}/runs`)).length >= 2 * count);
  const reruns = (await all(flow, `${at}/runs`)).filter(({ rerunOf }) => rerunOf !== null);
  expect(new Set(reruns.map(({ rerunOf }) => rerunOf))).toEqual(new Set(accepted));
  expect(reruns.map(({ runId }) => runId).toSorted()).toEqual(repeated.map(({ newRunId }) => newRunId).toSorted());
  // A call that the crash cut off comes again, under the key of the same run.
  const expected = [...accepted, ...reruns.map(({ runId }) => runId)].map((runId) => `${runId}:call:0`);
  expect([...stub.calls.keys()].toSorted()).toEqual(expected.toSorted());
});
