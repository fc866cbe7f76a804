/** Builds the parts that are named: `worker`, `pages`. */
import { buildPages, buildWorkerParts } from "./build/parts.ts";

try {
  if (process.argv.includes("worker")) await buildWorkerParts();
  if (process.argv.includes("pages")) await buildPages();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
