/**
 * Bundles the Worker into dist/worker as ES modules. Code that is imported dynamically lands in chunks of its own, which
 * a Worker evaluates only when it needs them.
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { root } from "../root.ts";
import { workerFolder } from "./outputs.ts";

/**
 * A Worker may not compile WebAssembly, so a `.wasm` file stays a module of its own. All output lies in one folder:
 * `./name.wasm` is right from every chunk.
 */
const wasmModules: Plugin = {
  name: "wasm-modules",
  setup(build) {
    build.onResolve({ filter: /(\.wasm|\/wasm)$/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === wasmModules) return undefined;
      const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: wasmModules });
      if (found.errors.length > 0) return found;
      const hash = createHash("sha256").update(readFileSync(found.path)).digest("hex").slice(0, 8);
      const name = `${basename(found.path, ".wasm")}-${hash}.wasm`;
      mkdirSync(workerFolder, { recursive: true });
      copyFileSync(found.path, join(workerFolder, name));
      return { path: `./${name}`, external: true };
    });
  },
};

/** Builds anew and answers what went into each output. */
export async function buildWorker(): Promise<Metafile> {
  rmSync(workerFolder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: "worker/index.ts" },
    outdir: workerFolder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    chunkNames: "[name]-[hash]",
    minify: true,
    keepNames: true,
    define: { "process.env.NODE_ENV": '"production"' },
    metafile: true,
    legalComments: "none",
    sourcemap: "linked",
    plugins: [wasmModules],
    logLevel: "warning",
  });
  return metafile;
}
