/** Data that an older build left when it was killed: everything is there with this one, and its runs go on. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ApiClient } from "../../scripts/server/api-client.ts";
import { eventually, startServer } from "./server.ts";
import { canSetClock, setClockAhead, withClock } from "./shifted-clock.ts";
import { unpackFolder } from "./upgrade/packed-folder.ts";

const fixtures = join(import.meta.dirname, "../fixtures/data");
const yearSec = 31_536_000;

interface Known {
  readonly madeAt: number;
  readonly owner: { readonly email: string; readonly password: string };
  readonly workflowId: string;
  readonly key: string;
  readonly runs: Readonly<Record<string, string>>;
}
interface Run {
  readonly runId: string;
  readonly status: string;
  readonly output: unknown;
  readonly error: { readonly code: string } | null;
  readonly versionId: string;
  readonly steps: readonly { readonly name: string; readonly status: string; readonly copiedFrom: string | null }[];
}
interface Drawn {
  readonly notes: readonly { readonly text: string }[];
  readonly nodes: readonly { readonly id: string; readonly config: { readonly code?: string } }[];
}

// Runs are kept for days and wait for times: the server's clock goes on where the older build's stopped.
it.runIf(canSetClock)("works with the data of revision 1, and its waiting runs go on and end right", { timeout: 180_000 }, async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "millrace-"));
  unpackFolder(join(fixtures, "revision-1.gz"), dataFolder);
  // Written by make-data.ts.
  const known = JSON.parse(readFileSync(join(fixtures, "revision-1.json"), "utf8")) as Known;
  const ahead = Math.round((known.madeAt - Date.now()) / 1000) + 3;
  setClockAhead(ahead);
  await using server = await startServer({ dataFolder, env: { ...withClock } });
  const api = new ApiClient(server.url);
  await api.call("POST", "/api/auth/sign-in/email", known.owner);
  const path = `/api/workflows/${known.workflowId}`;
  const show = (name: string) => api.call<Run>("GET", `${path}/${name.startsWith("test") ? "test-runs" : "runs"}/${known.runs[name]}`);
  const call = async (way: string, body?: unknown) => {
    const response = await fetch(`${server.url}/v1/workflows/${known.workflowId}${way}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "x-api-key": known.key, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Run;
  };

  // What was stored is there.
  const versions = await api.call<{ items: { id: string; name: string; deployed: boolean }[] }>("GET", `${path}/versions`);
  expect(versions.items.map(({ name, deployed }) => [name, deployed])).toEqual([
    ["Not deployed", false],
    ["Kept", true],
    ["v1", false],
  ]);
  const { flow: draft } = await api.call<{ flow: Drawn }>("GET", `${path}/flow`);
  expect(draft.notes.map(({ text }) => text)).toEqual(["In development"]);
  expect(draft.nodes.find(({ id }) => id === "n_Work")?.config.code).toContain("changed");
  const { items: variables } = await api.call<{ items: { name: string }[] }>("GET", `${path}/variables`);
  expect(variables.map(({ name }) => name).sort()).toEqual(["PLACE", "TOKEN"]);
  const { items: listed } = await api.call<{ items: { runId: string }[] }>("GET", `${path}/runs?limit=50`);
  const { test, testWaiting, ...monitored } = known.runs;
  expect(new Set(listed.map(({ runId }) => runId))).toEqual(new Set(Object.values(monitored)));
  expect([test, testWaiting].every(Boolean)).toBe(true);

  // A finished run shows its result.
  expect(await show("finished")).toMatchObject({ status: "Success", output: { mark: "finished", from: "here", by: "Done" } });
  expect(await show("failed")).toMatchObject({ status: "Failed", error: { code: "setting_invalid" } });
  const again = await show("again");
  expect(again).toMatchObject({ status: "Success", output: { mark: "finished", by: "Done" } });
  expect(again.steps.find(({ name }) => name === "Wait")?.copiedFrom).toBe(known.runs["finished"]);
  expect(await show("test")).toMatchObject({ status: "Success", output: { mark: "test" } });

  // A step in progress continues: the call may have gone through, and the builder forbade sending it again.
  const ended = async (name: string): Promise<Run> => {
    let run = await show(name);
    await eventually(`${name} is over`, 60_000, async () => {
      run = await show(name);
      return run.status === "Success" || run.status === "Failed";
    });
    return run;
  };
  expect(await ended("call")).toMatchObject({ status: "Success", output: { mark: "call", by: "unknown_outcome" } });
  expect(await ended("short")).toMatchObject({ status: "Success", output: { mark: "short", from: "here", by: "Done" } });
  // It ran the draft.
  expect(await ended("testWaiting")).toMatchObject({ status: "Success", output: { mark: "changed", by: "Done" } });
  expect(await ended("rerunWaiting")).toMatchObject({ status: "Success", output: { mark: "rerun", by: "Done" } });
  expect(await show("year")).toMatchObject({ status: "Waiting" });

  // The earlier deployment is called and its runs are rerun unchanged; a new deployment uses the draft.
  const input = { seconds: 1, mark: "now" };
  expect(await call("/sync", { input })).toMatchObject({ status: "Success", output: { mark: "now", from: "here", by: "Done" } });
  const { runId } = await api.call<Run>("POST", `${path}/runs/${known.runs["finished"]}/rerun`, { fromNode: "n_Work" });
  await eventually("the rerun is over", 30_000, async () => (await call(`/runs/${runId}`)).status === "Success");
  await api.call("POST", `${path}/deploy`, {});
  await eventually("callers meet the new deployment", 30_000, async () => {
    const { output } = await call("/sync", { input });
    return JSON.stringify(output).includes("changed");
  });

  // A year later the long wait ends, on the version and with the defaults that the run started with.
  await server.kill9();
  setClockAhead(ahead + yearSec + 60);
  await server.restart();
  await api.call("POST", "/api/auth/sign-in/email", known.owner);
  expect(await ended("year")).toMatchObject({ status: "Success", output: { mark: "year", from: "here", by: "Done" } });
});
