/**
 * Builds everything that is deployed: the Worker into dist/worker, the pages into dist/web.
 * `--worker` leaves the pages as they are; `--strict` fails where the cold start holds what it should not.
 */
import { buildPages, buildWorkerParts } from "./build/all.ts";
import { reportColdStart } from "./build/cold-start.ts";

const { metafile } = await buildWorkerParts();
if (!process.argv.includes("--worker")) await buildPages();
const clean = reportColdStart(metafile);
if (!clean && process.argv.includes("--strict")) process.exitCode = 1;
