import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { webFolder } from "./outputs.ts";

/** Builds the pages with vite into dist/web. */
export async function buildWeb(): Promise<void> {
  if (!existsSync(join(root, "vite.config.ts"))) {
    mkdirSync(webFolder, { recursive: true });
    writeFileSync(join(webFolder, "index.html"), "<!doctype html><title>Millrace</title><p>Millrace is running.\n");
    return;
  }
  const { build } = await import("vite");
  await build({ configFile: join(root, "vite.config.ts"), logLevel: "warn" });
}
