/**
 * What is older than its sources is built by a process of its own: a server that goes on for weeks would keep the tools
 * of the build in memory otherwise.
 */
import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { metafileFile, webFolder } from "./outputs.ts";

const workerSources = ["flow", "store", "durable-objects", "worker", "scripts/build", "package-lock.json", "wrangler.toml"];
const webSources = ["flow", "web", "vite.config.ts", "package-lock.json"];

/** Builds what is older than its sources. Rejects where it does not build; the reason has been printed by then. */
export async function buildIfStale(): Promise<void> {
  const stale = [
    ...(isStale(metafileFile, workerSources) ? ["worker"] : []),
    ...(isStale(join(webFolder, "index.html"), webSources) ? ["pages"] : []),
  ];
  if (stale.length === 0) return;
  const child = spawn(process.execPath, [join(root, "scripts/build-parts.ts"), ...stale], { stdio: "inherit" });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error("Millrace could not be built.");
}

function isStale(output: string, sources: readonly string[]): boolean {
  const built = statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources.some((source) => newest(join(root, source)) >= built);
}

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}
