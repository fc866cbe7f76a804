import { expect, it } from "vitest";
import { eventually, isHealthy, startServer } from "./server.ts";

it("starts a runtime that hangs again, on the same port and the same data", async () => {
  await using server = await startServer({ env: { MILLRACE_WATCHDOG_MS: "1000" } });
  const hanging = server.workerdPid();
  process.kill(hanging, "SIGSTOP");
  await eventually("the server answers again", 30_000, () => isHealthy(server));
  expect(server.workerdPid()).not.toBe(hanging);
  expect(server.output()).toContain("The runtime gave no sign of life for 1 s");
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
