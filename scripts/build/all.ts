import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { root } from "../root.ts";
import { metafileFile, webFolder } from "./outputs.ts";
import { buildWeb } from "./web.ts";
import { writeWorkerOptions } from "./worker-options.ts";
import { buildWorker } from "./worker.ts";

const workerSources = ["flow", "store", "durable-objects", "worker", "scripts/build", "package-lock.json", "wrangler.toml"];
const webSources = ["flow", "web", "vite.config.ts", "package-lock.json"];

/** Builds the Worker and notes its bindings; the metafile says what went into it. */
export async function buildWorkerParts(): Promise<{ metafile: Metafile }> {
  mkdirSync(join(root, "dist"), { recursive: true });
  const [metafile] = await Promise.all([buildWorker(), writeWorkerOptions()]);
  // Written last: its time says that everything before it is complete.
  writeFileSync(metafileFile, JSON.stringify(metafile));
  return { metafile };
}

export async function buildPages(): Promise<void> {
  await buildWeb();
}

/** Builds what is older than its sources. */
export async function buildIfStale(): Promise<void> {
  if (isStale(metafileFile, workerSources)) await buildWorkerParts();
  if (isStale(join(webFolder, "index.html"), webSources)) await buildPages();
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
