import { join } from "node:path";
import { root } from "../root.ts";

/** The variables are for benchmarks and tests, which serve another build beside this one. */
export const workerFolder: string = process.env.MILLRACE_WORKER_FOLDER || join(root, "dist/worker");
export const webFolder: string = process.env.MILLRACE_WEB_FOLDER || join(root, "dist/web");
/** What wrangler.toml says of the Worker, in Miniflare's words. */
export const workerOptionsFile: string = join(root, "dist/worker-options.json");
export const metafileFile: string = join(root, "dist/worker-meta.json");
