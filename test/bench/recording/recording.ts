/**
 * What it costs a caller that runs are recorded for lists and figures: the same build with and without the lane's feed,
 * called in turn, many times and shortly. Each pair gives one ratio, and the middle one counts, since a shared machine
 * changes its pace far more than the feed does.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { buildWorker } from "../../../scripts/build/worker.ts";
import { startServer, type TestServer } from "../../faults/server.ts";
import { deployCases } from "../deploy-cases.ts";
import { measure, warmUp, type Target } from "../load.ts";
import { cpuMs } from "../process-figures.ts";

/** Puts the silent feed into a build, in place of the real one. */
const withoutFeed: Plugin = {
  name: "without-feed",
  setup({ onLoad }) {
    const silent = JSON.stringify(join(import.meta.dirname, "no-feed.ts"));
    onLoad({ filter: /lane[\\/]feed\.ts$/ }, () => ({ contents: `export { Feed } from ${silent};`, loader: "ts" }));
  },
};

interface Side {
  readonly server: TestServer;
  readonly target: Target;
}

interface Round {
  readonly perSecond: number;
  /** Microseconds of the processor for each request, with what is recorded just after the last one. */
  readonly cpuMicros: number;
}

export async function benchRecording(connections: readonly number[], seconds: number, pairs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-no-feed-"));
  try {
    await buildWorker(folder, [withoutFeed]);
    await using recording = await startServer();
    await using silent = await startServer({ env: { MILLRACE_WORKER_FOLDER: folder } });
    const sides = await Promise.all([recording, silent].map(sideOf));
    console.log("(d) with runs recorded, against the same without");
    for (const count of connections) {
      for (const { target } of sides) await warmUp(target, count);
      const rounds: [Round, Round][] = [];
      for (let pair = 0; pair < pairs; pair++) {
        // The second build may find the machine warmer.
        const order = pair % 2 === 0 ? [0, 1] : [1, 0];
        const both: Round[] = [];
        for (const side of order) both[side] = await roundOf(sides[side]!, count, seconds);
        rounds.push([both[0]!, both[1]!]);
      }
      const requests = share(rounds.map(([one, other]) => one.perSecond / other.perSecond - 1));
      const cpu = share(rounds.map(([one, other]) => one.cpuMicros / other.cpuMicros - 1));
      console.log(`  ${String(count).padStart(2)} connections: requests per second ${requests}; processor for each request ${cpu}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sideOf(server: TestServer): Promise<Side> {
  return { server, target: (await deployCases(server, server.url)).get("d")! };
}

async function roundOf({ server, target }: Side, connections: number, seconds: number): Promise<Round> {
  const pid = server.workerdPid();
  const before = cpuMs(pid);
  const { perSecond, failures } = await measure(target, connections, seconds);
  if (failures > 0) throw new Error(`${failures} calls failed`);
  // The last runs are reported some time later.
  await new Promise((resolve) => setTimeout(resolve, 600));
  return { perSecond, cpuMicros: ((cpuMs(pid) - before) * 1000) / (perSecond * seconds) };
}

/** The middle, and between what it lies in 19 of 20 cases: ranks n/2 ± √n, by the binomial distribution. */
function share(ratios: readonly number[]): string {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (rank: number): string => {
    const ratio = sorted[Math.max(0, Math.min(sorted.length - 1, Math.round(rank)))]!;
    return `${ratio < 0 ? "−" : "+"}${Math.abs(ratio * 100).toFixed(1)} %`;
  };
  const middle = (sorted.length - 1) / 2;
  const spread = 0.98 * Math.sqrt(sorted.length);
  return `${at(middle)} (${at(middle - spread)} to ${at(middle + spread)})`;
}
