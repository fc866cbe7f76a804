/**
 * Builds everything that is deployed: the Worker into dist/worker, the pages into dist/web. Refuses where runs that wait
 * would take another path with it.
 * `--worker` leaves the pages as they are; `--strict` fails where the cold start holds what it should not; `--startup`
 * measures how long the Worker takes to start.
 */
import { buildPages, buildWorkerParts } from "./build/parts.ts";
import { reportColdStart } from "./build/cold-start.ts";
import { divergenceReport, findDivergences, goldenJournals } from "./build/fold-journals.ts";
import { reportStartup } from "./build/startup.ts";

const divergences = findDivergences(goldenJournals());
if (divergences.length > 0) {
  console.error(divergenceReport(divergences));
  process.exit(1);
}
const { metafile } = await buildWorkerParts();
if (!process.argv.includes("--worker")) await buildPages();
const clean = reportColdStart(metafile);
if (!clean && process.argv.includes("--strict")) process.exitCode = 1;
if (process.argv.includes("--startup")) await reportStartup();
