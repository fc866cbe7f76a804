import { createServer } from "node:net";
import { expect, it } from "vitest";
import { eventually, freePort, isHealthy, launch, startServer } from "./server.ts";

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it("frees its port when it is asked to stop", async () => {
  await using server = await startServer();
  const workerd = server.workerdPid();
  expect(await server.stop()).toBe(0);
  expect(isAlive(workerd)).toBe(false);
  await server.restart();
  expect(await isHealthy(server)).toBe(true);
});

it("refuses a second server on the same data and leaves the first one be", async () => {
  await using server = await startServer();
  const second = launch({ ...process.env, PORT: String(await freePort()), MILLRACE_DATA: server.dataFolder });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`Another Millrace (process ${server.pid()}) is using ${server.dataFolder}`);
  expect(await isHealthy(server)).toBe(true);
});

it("says which port is in use", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  await expect(startServer({ port })).rejects.toThrow(`Port ${port} is in use`);
  other.close();
});

it("takes no orphan along when only its parent process is killed", async () => {
  await using server = await startServer();
  const workerd = server.workerdPid();
  process.kill(server.pid(), "SIGKILL");
  await eventually("workerd is gone", 10_000, () => !isAlive(workerd));
  await server.restart();
  expect(await isHealthy(server)).toBe(true);
});

it("starts on the data of a server that was killed with its whole group", async () => {
  await using server = await startServer();
  await server.kill9();
  await server.restart();
  expect(await isHealthy(server)).toBe(true);
});
