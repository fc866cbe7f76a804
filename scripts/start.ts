/**
 * Serves Millrace on this machine: everything embedded, everything kept in one data folder. Builds first what is older
 * than its sources; `--built` serves what is in dist as it is.
 */
import { buildIfStale } from "./build/all.ts";
import { serve } from "./server/serve.ts";
import { readSettings } from "./server/settings.ts";

try {
  const settings = readSettings(process.env);
  if (!process.argv.includes("--built")) await buildIfStale();
  await serve(settings);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (process.env.MILLRACE_DEBUG) console.error(error);
  process.exit(1);
}
