/**
 * `npm run bench`: what Millrace answers, beside what the same platform answers with next to nothing on it. Figures and
 * ratios, never a verdict: machines differ. `--seconds=N` for each figure (3), `--only=abcd` to measure a few rows.
 */
import { buildIfStale } from "../../scripts/build/all.ts";
import { freePort, startServer } from "../faults/server.ts";
import { cases } from "./cases.ts";
import { deployCases } from "./deploy-cases.ts";
import { startFloor } from "./floor.ts";
import { measure, type Figures, type Target } from "./load.ts";
import { printTable, type Row } from "./table.ts";

const connections = [1, 16, 64];
const seconds = Number(option("seconds") ?? 3);
const only = option("only");
const wanted = (id: string): boolean => only === undefined || only.includes(id);

await using floor = await startFloor(await freePort());
const rows: Row[] = [
  { id: "a", label: "bare Worker", figures: await measureAt({ url: `${floor.url}/bare` }) },
  { id: "b", label: "Worker → warm object", figures: wanted("b") ? await measureAt({ url: `${floor.url}/touch` }) : [] },
  { id: "c", label: "the same with one insert, committed in groups", figures: await measureAt({ url: `${floor.url}/insert` }) },
];

if (cases.some(({ id }) => wanted(id))) {
  await buildIfStale();
  await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: new URL(floor.url).host } });
  const health = await measure({ url: `http://127.0.0.1:${server.port}/healthz` }, 64, seconds);
  console.log(`GET /healthz at 64 connections: ${Math.round(health.perSecond)} requests per second, p99 ${health.p99.toFixed(1)} ms\n`);
  const targets = await deployCases(server, `${floor.url}/bare`);
  for (const { id, label } of cases) {
    if (wanted(id)) rows.push({ id, label, figures: await measureAt(targets.get(id)!) });
  }
}
printTable(rows, connections);

async function measureAt(target: Target): Promise<Figures[]> {
  const figures: Figures[] = [];
  for (const count of connections) figures.push(await measure(target, count, seconds));
  return figures;
}

function option(name: string): string | undefined {
  return process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1];
}
