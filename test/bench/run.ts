/**
 * `npm run bench`: what Millrace answers, beside what the same platform answers with next to nothing on it. Figures and
 * ratios, never a verdict: machines differ. All rows are measured in turn, several times, and the middle figure counts,
 * so that other work on the machine touches all of them alike. `--seconds=2 --rounds=3 --only=cd --connections=1,16,64`;
 * `--only=monitor`, `--only=recording` and `--only=web` measure one thing alone.
 */
import { readFileSync } from "node:fs";
import { buildIfStale } from "../../scripts/build/if-stale.ts";
import { reportColdStart } from "../../scripts/build/cold-start.ts";
import { metafileFile } from "../../scripts/build/outputs.ts";
import { reportStartup } from "../../scripts/build/startup.ts";
import { freePort, startServer } from "../faults/server.ts";
import { cases } from "./cases.ts";
import { benchCompile } from "./compile.bench.ts";
import { deployCases } from "./deploy-cases.ts";
import { benchEngine } from "./engine.bench.ts";
import { startFloor } from "./floor.ts";
import { benchLists } from "./lists/lists.ts";
import { benchMonitor } from "./monitor/monitor.ts";
import { measure, warmUp, type Figures, type Target } from "./load.ts";
import { benchRecording } from "./recording/recording.ts";
import { printHistogram, printTable, type Row } from "./table.ts";
import { benchWeb } from "./web/web.ts";

const connections = (option("connections") ?? "1,16,64").split(",").map(Number);
const seconds = Number(option("seconds") ?? 2);
const rounds = Number(option("rounds") ?? 3);
const only = option("only");

if (only === "monitor") {
  await benchMonitor(Number(option("runs") ?? 1_000_000));
  process.exit();
}
if (only === "recording") {
  await buildIfStale();
  await benchRecording(connections, Number(option("seconds") ?? 1), Number(option("rounds") ?? 60));
  process.exit();
}
if (only === "web") {
  // Measured alone, because the other cases do not touch the pages.
  await buildIfStale();
  await using server = await startServer();
  await benchWeb(server);
  process.exit();
}
benchEngine(console.log);
benchCompile(console.log);
await buildIfStale();
reportColdStart(JSON.parse(readFileSync(metafileFile, "utf8")));
await reportStartup();
await using floor = await startFloor(await freePort());
await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: new URL(floor.url).host } });
const health = await measure({ url: `http://127.0.0.1:${server.port}/healthz` }, 64, seconds);
console.log(`GET /healthz at 64 connections: ${Math.round(health.perSecond)} requests per second, p99 ${health.p99.toFixed(1)} ms\n`);

const deployed = await deployCases(server, `${floor.url}/bare`);
const rows: (Row & { readonly target: Target; readonly figures: Figures[] })[] = [
  { id: "a", label: "bare Worker", target: { url: `${floor.url}/bare` }, figures: [] },
  { id: "b", label: "Worker → warm object", target: { url: `${floor.url}/touch` }, figures: [] },
  { id: "c", label: "the same with one insert, committed in groups", target: { url: `${floor.url}/insert` }, figures: [] },
  { id: "i", label: "bare Worker with one HTTP call", target: { url: `${floor.url}/call` }, figures: [] },
  ...cases.map(({ id, label }) => ({ id, label, target: deployed.get(id)!, figures: [] })),
].filter(({ id }) => only === undefined || only.includes(id));

for (const count of connections) {
  for (const { target } of rows) await warmUp(target, count);
  const measured = new Map<Row, Figures[]>(rows.map((row) => [row, []]));
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) measured.get(row)!.push(await measure(row.target, count, seconds));
  }
  for (const row of rows) row.figures.push(middle(measured.get(row)!));
}
printTable(rows, connections);
const shown = rows.find(({ id }) => id === "d") ?? rows.at(-1);
if (shown) printHistogram(shown, connections);
if (only === undefined || only.includes("lists")) await benchLists(server);
if (only === undefined) await benchMonitor(100_000);
if (only === undefined) await benchWeb(server);

function middle(figures: readonly Figures[]): Figures {
  const failures = figures.reduce((sum, each) => sum + each.failures, 0);
  const sorted = figures.toSorted((one, other) => one.perSecond - other.perSecond);
  return { ...sorted[Math.floor(sorted.length / 2)]!, failures };
}

function option(name: string): string | undefined {
  return process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1];
}
