/**
 * Bundles the Worker into dist/worker as ES modules. Code that is imported dynamically lands in chunks of its own, which
 * a Worker evaluates only when it needs them.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { root } from "../root.ts";
import { workerFolder } from "./outputs.ts";

/**
 * A Worker may not compile WebAssembly, so a `.wasm` file stays a module of its own. All output lies in one folder:
 * `./name.wasm` is right from every chunk. What has to be copied there is noted in `files`.
 */
function wasmModules(folder: string, files: Map<string, Uint8Array>): Plugin {
  const asked = Symbol("asked");
  return {
    name: "wasm-modules",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /(\.wasm|\/wasm)$/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === asked) return undefined;
        const found = await resolve(path, { importer, resolveDir, kind, pluginData: asked });
        if (found.errors.length > 0) return found;
        const contents = readFileSync(found.path);
        const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8);
        const name = `${basename(found.path, ".wasm")}-${hash}.wasm`;
        files.set(join(folder, name), contents);
        return { path: `./${name}`, external: true };
      });
    },
  };
}

/**
 * Gives the packages that call models a copy of zod of their own. They use all of it, and what two chunks share is evaluated
 * with the first of them: a caller's cold start would hold all of zod.
 */
function zodForModels(): Plugin {
  const asked = Symbol("asked");
  const copied = Symbol("copied");
  const suffix = "?models";
  return {
    name: "zod-for-models",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^(zod(\/|$)|\.)/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        const isCopied = pluginData === copied || (path.startsWith("zod") && importer.includes("/node_modules/@ai-sdk/"));
        if (!isCopied || pluginData === asked) return undefined;
        const found = await resolve(path, { importer, resolveDir, kind, pluginData: asked });
        return found.errors.length > 0 ? found : { path: found.path, sideEffects: found.sideEffects, suffix };
      });
      onLoad({ filter: /\/node_modules\/zod\// }, (file) =>
        file.suffix === suffix ? { contents: readFileSync(file.path, "utf8"), loader: "js", pluginData: copied } : undefined,
      );
    },
  };
}

/** Builds again and returns the files in each output. A failed build leaves the last one unchanged. */
export async function buildWorker(folder: string = workerFolder, plugins: readonly Plugin[] = []): Promise<Metafile> {
  const files = new Map<string, Uint8Array>();
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { index: "worker/index.ts" },
    outdir: folder,
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
    define: { "process.env.NODE_ENV": '"production"' },
    metafile: true,
    legalComments: "none",
    sourcemap: "linked",
    write: false,
    plugins: [...plugins, zodForModels(), wasmModules(folder, files)],
    logLevel: "warning",
  });
  for (const { path, contents } of outputFiles) files.set(path, contents);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [path, contents] of files) writeFileSync(path, contents);
  return metafile;
}
