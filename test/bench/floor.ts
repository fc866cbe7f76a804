import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

export interface Floor extends AsyncDisposable {
  readonly url: string;
}

/** Serves the bare Worker and its object as the real server is served: in workerd, on a direct socket, on disk. */
export async function startFloor(port: number): Promise<Floor> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-floor-"));
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "workers/worker.ts")],
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*"],
    write: false,
  });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      resourcePersistencePath: folder,
      workers: [
        {
          name: "floor",
          modules: true,
          script: outputFiles[0]!.text,
          compatibilityDate: "2026-11-01",
          durableObjects: { OBJECT: { className: "Floor", useSQLite: true } },
          unsafeDirectSockets: [{ host: "127.0.0.1", port }],
        },
      ],
    }),
  );
  await miniflare.ready;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
