/** Starts the local server, and rebuilds and restarts it when a source file is saved. */
import { spawn, type ChildProcess } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { buildIfStale } from "./build/if-stale.ts";
import { root } from "./root.ts";

const folders = ["flow", "store", "durable-objects", "worker", "web", "scripts", "migrations"];
/** An editor writes a file in several steps, and a switch of branches many files. */
const settleMs = 150;

let server: ChildProcess | undefined;
let pending: NodeJS.Timeout | undefined;
let restarting: Promise<void> = Promise.resolve();

for (const folder of folders) watch(join(root, folder), { recursive: true }, later);
later();

function later(): void {
  clearTimeout(pending);
  pending = setTimeout(() => {
    restarting = restarting.then(restart);
  }, settleMs);
}

/** What does not build leaves the server as it is. */
async function restart(): Promise<void> {
  try {
    await buildIfStale();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return;
  }
  await stop();
  server = spawn(process.execPath, [join(root, "scripts/start.ts"), "--built"], { stdio: "inherit" });
}

function stop(): Promise<void> {
  const old = server;
  if (!old || old.exitCode !== null || old.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    old.once("exit", () => resolve());
    old.kill("SIGTERM");
  });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void stop().then(() => process.exit(0)));
}
