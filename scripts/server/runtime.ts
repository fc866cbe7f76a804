/**
 * The built Worker in workerd, through Miniflare. Callers reach the Worker by a direct socket: Miniflare's own entry
 * answers a third of the requests per second. For the same reason the assets belong to a second small Worker: one that
 * has assets of its own gets an asset router in front of it (docs/decisions/local-server.md).
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { listedNetwork, publicNetwork } from "#flow/outbound/public-network.ts";
import { root } from "../root.ts";
import { webFolder, workerFolder, workerOptionsFile } from "../build/outputs.ts";
import { machineOf } from "./machine.ts";
import { statePeerAddresses } from "./peer-address.ts";
import { bracketed } from "./ports.ts";
import { processIdentity } from "./processes.ts";

export interface RuntimeOptions {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly bindings: Readonly<Record<string, string>>;
  /** Called when workerd ended on its own and Miniflare has started it again. */
  onRestart(): void;
}

/** Where the launcher notes the number of the workerd that it became. */
export function workerdPidFile(dataFolder: string): string {
  return join(dataFolder, "workerd.pid");
}

/** The identity of the workerd that the launcher noted, if it still lives. */
export function runningWorkerd(pidFile: string): string | undefined {
  try {
    return processIdentity(Number(readFileSync(pidFile, "utf8")));
  } catch {
    return undefined;
  }
}

/** Starts the Worker and waits until its socket listens. */
export async function startRuntime(options: RuntimeOptions): Promise<Miniflare> {
  const { assets, ...worker } = JSON.parse(readFileSync(workerOptionsFile, "utf8"));
  const pidFile = workerdPidFile(options.dataFolder);
  const launcher = join(root, "scripts/server/workerd.sh");
  if (process.platform !== "win32") {
    process.env.MINIFLARE_WORKERD_PATH = launcher;
  }
  statePeerAddresses();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: ({ message }) => console.error(message),
      resourcePersistencePath: join(options.dataFolder, "storage"),
      unsafeRuntimeEnv: { MILLRACE_WORKERD: join(root, "node_modules/workerd/bin/workerd"), MILLRACE_WORKERD_PID_FILE: pidFile },
      unsafeHandleRuntimeRestart: options.onRestart,
      workers: [
        {
          ...worker,
          name: "millrace",
          modules: workerModules(),
          modulesRoot: workerFolder,
          bindings: { ...worker.bindings, ...options.bindings },
          serviceBindings: {
            ...worker.serviceBindings,
            ASSETS: "assets",
            PUBLIC_NETWORK: { network: publicNetwork },
            LISTED_NETWORK: { network: listedNetwork },
            MACHINE: machineOf(options.dataFolder),
          },
          unsafeDirectSockets: [{ host: bracketed(options.host), port: options.port }],
        },
        {
          name: "assets",
          compatibilityDate: worker.compatibilityDate,
          modules: true,
          script: "export default { fetch: (request, env) => env.ASSETS.fetch(request) }",
          assets: { directory: webFolder, binding: "ASSETS", assetConfig: assets.assetConfig },
        },
      ],
    }),
  );
  await miniflare.ready;
  return miniflare;
}

/** The build's modules; index.js is first, because the first one is the entry. */
function workerModules(): { type: "ESModule" | "CompiledWasm"; path: string; contents: string | Uint8Array }[] {
  return readdirSync(workerFolder)
    .filter((file) => /\.(js|wasm)$/.test(file) && statSync(join(workerFolder, file)).isFile())
    .sort((a, b) => Number(b === "index.js") - Number(a === "index.js"))
    .map((file) => {
      const path = join(workerFolder, file);
      return file.endsWith(".js")
        ? { type: "ESModule", path, contents: readFileSync(path, "utf8") }
        : { type: "CompiledWasm", path, contents: readFileSync(path) };
    });
}
