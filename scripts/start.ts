/**
 * Serves Millrace on this machine: everything embedded, everything kept in one data folder. Builds first what is older
 * than its sources; `--built` serves what is in dist as it is.
 */
import { buildIfStale } from "./build/if-stale.ts";
import { explainDisk } from "./server/explain-disk.ts";
import { serve } from "./server/serve.ts";
import { readSettings } from "./server/settings.ts";

// The reader of the output may have ended, or its disk may be full; the server continues without a log.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

let dataFolder = "";
try {
  const settings = readSettings(process.env);
  ({ dataFolder } = settings);
  if (!process.argv.includes("--built")) await buildIfStale();
  await serve(settings);
} catch (error) {
  console.error(explainDisk(error, dataFolder) ?? (error instanceof Error ? error.message : error));
  if (process.env.MILLRACE_DEBUG) console.error(error);
  process.exit(1);
}
