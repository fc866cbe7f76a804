/** Says what a caller's cold start has to evaluate, and guards that management code stays out of it. */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { root } from "../root.ts";
import { workerFolder } from "./outputs.ts";

/** Packages that a cold start does not need: callers must not wait for them. */
const lazyPackages = ["better-auth", "@better-auth", "drizzle-orm", "zod-openapi", "fflate", "@ai-sdk"];

/** The outputs that are loaded with index.js before it can answer: everything that it imports statically. */
function coldStartOutputs(metafile: Metafile, entry: string): string[] {
  const reached = new Set([entry]);
  for (const output of reached) {
    for (const { path, kind, external } of metafile.outputs[output]?.imports ?? []) {
      if (kind === "import-statement" && !external) reached.add(path);
    }
  }
  return [...reached];
}

/** Prints the sizes, and answers whether the cold start is free of management code. */
export function reportColdStart(metafile: Metafile): boolean {
  const outputs = coldStartOutputs(metafile, relative(root, join(workerFolder, "index.js")));
  const gzipKiB = (paths: string[]): string =>
    (paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path))).byteLength, 0) / 1024).toFixed(1);
  const scripts = Object.keys(metafile.outputs).filter((path) => path.endsWith(".js"));
  console.log(`Worker: a caller's cold start evaluates ${gzipKiB(outputs)} KiB gzip of ${gzipKiB(scripts)} KiB in total.`);
  const strays = lazyPackages.flatMap((name) => {
    const file = outputs
      .flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}))
      .find((path) => path.includes(`node_modules/${name}/`));
    return file ? [`${name} (${file})`] : [];
  });
  for (const stray of strays) {
    console.error(`\u001b[31mCode that should be loaded later is in a caller's cold start: ${stray}. Import it dynamically.\u001b[0m`);
  }
  return strays.length === 0;
}
