import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { root } from "../root.ts";
import { metafileFile } from "./outputs.ts";
import { buildWeb } from "./web.ts";
import { writeWorkerOptions } from "./worker-options.ts";
import { buildWorker } from "./worker.ts";

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
