import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { workerOptionsFile } from "./outputs.ts";

/**
 * Writes down what wrangler.toml says, so that bindings are stated once. It is done while building because
 * loading wrangler alone takes a second, which no start should pay.
 */
export async function writeWorkerOptions(): Promise<void> {
  const source = join(root, "wrangler.toml");
  if (existsSync(workerOptionsFile) && statSync(workerOptionsFile).mtimeMs > statSync(source).mtimeMs) return;
  const { unstable_getMiniflareWorkerOptions } = await import("wrangler");
  writeFileSync(workerOptionsFile, JSON.stringify(unstable_getMiniflareWorkerOptions(source).workerOptions, null, 2));
}
