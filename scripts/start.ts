/** Serves Millrace on this machine: everything embedded, everything kept in one data folder. */
import { mkdirSync } from "node:fs";
import { buildIfStale } from "./build/all.ts";
import { lockFolder } from "./server/lock.ts";
import { migrate } from "./server/migrate.ts";
import { startRuntime } from "./server/runtime.ts";
import { loadSecrets } from "./server/secrets.ts";
import { readSettings } from "./server/settings.ts";

const settings = readSettings(process.env);
if (!process.argv.includes("--built")) await buildIfStale();
mkdirSync(settings.dataFolder, { recursive: true, mode: 0o700 });
const unlock = lockFolder(settings.dataFolder);
process.on("exit", unlock);
const runtime = await startRuntime({
  ...settings,
  bindings: { ...loadSecrets(settings.dataFolder, process.env) },
  onRestart: () => console.log("The runtime ended unexpectedly and was started again."),
});
await migrate(runtime.miniflare);
console.log(`ready ${settings.url}`);
