import { expect, it } from "vitest";
import { deploy, fixture } from "./deploy.ts";
import { eventually, isHealthy, startServer } from "./server.ts";

it("starts a runtime that hangs again, on the same port and the same data", async () => {
  await using server = await startServer({ env: { MILLRACE_WATCHDOG_MS: "1000" } });
  const hanging = server.workerdPid();
  process.kill(hanging, "SIGSTOP");
  await eventually("the server answers again", 30_000, () => isHealthy(server));
  expect(server.workerdPid()).not.toBe(hanging);
  expect(server.output()).toContain("The runtime did not respond for 1 s");
});

it("starts a runtime that crashed again at once", async () => {
  await using server = await startServer();
  const crashed = server.workerdPid();
  process.kill(crashed, "SIGKILL");
  await eventually("the server answers again", 30_000, () => isHealthy(server));
  expect(server.workerdPid()).not.toBe(crashed);
});

it("leaves a runtime alone that answers", async () => {
  await using server = await startServer({ env: { MILLRACE_WATCHDOG_MS: "2000" } });
  const before = server.workerdPid();
  await new Promise((resolve) => setTimeout(resolve, 5000));
  expect(server.workerdPid()).toBe(before);
});

// Only Linux shows how much a process has written.
it.runIf(process.platform === "linux")(
  "leaves a runtime alone that hundreds of requests at once keep busy",
  { timeout: 60_000 },
  async () => {
    await using server = await startServer({ env: { MILLRACE_WATCHDOG_MS: "1000" } });
    const { id, api } = await deploy(server, "Listed", fixture("contract"));
    const before = server.workerdPid();
    const startedAt = Date.now();
    const lists = await Promise.allSettled(Array.from({ length: 1_200 }, () => api.call("GET", `/api/workflows/${id}/runs`)));
    console.log(`${lists.length} lists took ${Date.now() - startedAt} ms`);
    expect(server.output()).not.toContain("did not respond");
    expect(server.workerdPid()).toBe(before);
    expect(lists.filter(({ status }) => status === "rejected")).toEqual([]);
  },
);
