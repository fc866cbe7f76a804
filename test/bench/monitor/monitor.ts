/** A Monitor with a million runs: how long it takes to fill, to measure and to list, and what it takes of memory and disk. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { migrate } from "../../../scripts/server/migrate.ts";
import { freePort } from "../../faults/server.ts";
import { childrenNamed, cpuMs as cpuOf, residentBytes as residentOf } from "../process-figures.ts";
import { selections, type Asked } from "./selections.ts";

const dayMs = 86_400_000;
const tries = 9;

export async function benchMonitor(runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-monitor-"));
  const port = await freePort();
  const inspectorPort = await freePort();
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "../workers/monitor-worker.ts")],
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "node:*"],
    write: false,
  });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      resourcePersistencePath: folder,
      inspectorPort,
      workers: [
        {
          name: "millrace",
          modules: true,
          script: outputFiles[0]!.text,
          compatibilityDate: "2026-11-01",
          compatibilityFlags: ["nodejs_compat"],
          d1Databases: { DB: "millrace" },
          durableObjects: { MONITOR: { className: "Monitor", useSQLite: true } },
          unsafeDirectSockets: [{ host: "127.0.0.1", port }],
        },
      ],
    }),
  );
  const ask = async (method: string, ...args: unknown[]): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify({ method, args }) });
    const text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 1000));
    return JSON.parse(text);
  };
  try {
    await miniflare.ready;
    await migrate(miniflare);
    await ask("values");
    const heapBytes = await openHeap(inspectorPort);
    const before = residentBytes();
    const to = Date.now();
    const from = to - 29 * dayMs;
    const began = performance.now();
    const cpuBefore = cpuMs();
    for (let first = 0; first < runs; first += 10_000) await ask("fill", first, Math.min(10_000, runs - first), runs, from, to);
    const filled = performance.now() - began;
    console.log(`A Monitor with ${runs.toLocaleString("en-GB")} runs of 30 days`);
    print(
      "recorded, each run",
      `${((filled / runs) * 1000).toFixed(1)} µs (processor: ${(((cpuMs() - cpuBefore) / runs) * 1000).toFixed(1)} µs)`,
    );
    print("storage, each run", `${Math.round(bytesIn(folder) / runs)} bytes`);
    const selection = { join: "and" };
    const page = { sort: "startedAt", order: "desc", limit: 50 };
    const failed = { column: "status", operator: "is", value: "Failed" };
    const cases: Asked[] = [
      ["figures of 30 days", "metrics", [selection]],
      ["figures of 30 days from an odd minute to another", "metrics", [{ ...selection, from: from + 123_456, to: to - 1_234_567 }]],
      ["figures of 30 days, filtered", "metrics", [{ ...selection, filters: [failed] }]],
      ["figures of 30 days, searched", "metrics", [{ ...selection, search: "key 3" }]],
      ["figures of 30 days, searched in messages", "metrics", [{ ...selection, search: "longer than" }]],
      ["figures of 30 days, by the beginning of half of the ids", "metrics", [{ ...selection, search: "run_loc1_" }]],
      ["figures of 7 days", "metrics", [{ ...selection, from: to - 7 * dayMs }]],
      ["figures of 24 hours", "metrics", [{ ...selection, from: to - dayMs }]],
      ["figures of 1 hour", "metrics", [{ ...selection, from: to - dayMs / 24 }]],
      ["first page", "list", [selection, page]],
      ["first page, filtered and searched", "list", [{ ...selection, search: "shop", filters: [failed] }, page]],
      ["first page, nothing matches", "list", [{ ...selection, search: "no such text" }, page]],
      ["first page, found in seldom messages", "list", [{ ...selection, search: "answered 777" }, page]],
      ["first page, found in many messages", "list", [{ ...selection, search: "longer than", filters: [failed] }, page]],
      ["first page, by the beginning of half of the ids", "list", [{ ...selection, search: "run_loc1_" }, page]],
      ["first page by response time, 30 days", "list", [selection, { ...page, sort: "durationMs" }]],
      [
        "first page by response time, one odd hour",
        "list",
        [
          { ...selection, from: from + dayMs, to: from + dayMs * 1.04 },
          { ...page, sort: "durationMs" },
        ],
      ],
      ["first page by status", "list", [selection, { ...page, sort: "status" }]],
      ["first page by end, 30 days", "list", [selection, { ...page, sort: "endedAt" }]],
      ["first page by end, oldest first", "list", [selection, { ...page, sort: "endedAt", order: "asc" }]],
      ["first page by nodes, 30 days", "list", [selection, { ...page, sort: "nodesExecuted" }]],
      [
        "first page by nodes, filtered, 30 days",
        "list",
        [
          { ...selection, filters: [failed] },
          { ...page, sort: "nodesExecuted" },
        ],
      ],
    ];
    let heldBytes = await heapBytes();
    const time = async ([label, method, args]: Asked, count: number): Promise<Timed> => {
      const times: number[] = [];
      const cpu = cpuMs();
      for (let i = 0; i < count; i++) {
        const start = performance.now();
        await ask(method, ...args);
        times.push(performance.now() - start);
      }
      const spent = (cpuMs() - cpu) / count;
      // The debugger is heard when the isolate has something to do.
      const [held] = await Promise.all([heapBytes(), ask("values")]);
      heldBytes = Math.max(heldBytes, held);
      times.sort((a, b) => a - b);
      return { label, count, middle: times[count >> 1]!, worst: times.at(-1)!, spent };
    };
    for (const each of cases) printTimes(await time(each, tries));
    const { items } = (await ask("list", { join: "and", from: (from + to) / 2 }, { sort: "startedAt", order: "asc", limit: 1 })) as Listed;
    const asked = selections(from, to, items[0]!.runId);
    const timed: Timed[] = [];
    for (const each of asked) timed.push(await time(each, 3));
    console.log(`  The worst of ${asked.length} more selections`);
    const worst = asked.toSorted((a, b) => timed[asked.indexOf(b)]!.middle - timed[asked.indexOf(a)]!.middle).slice(0, 12);
    for (const each of worst) printTimes(await time(each, tries));
    print("memory of the isolate, collected", `${mib(heldBytes)} at most after a question, ${mib(await heapBytes())} in the end`);
    print("memory of the whole process", `${mib(before)} before, ${mib(residentBytes())} in the end`);
  } finally {
    await miniflare.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

const runtimes = (): number[] => childrenNamed("workerd");
const cpuMs = (): number => runtimes().reduce((sum, pid) => sum + cpuOf(pid), 0);
const residentBytes = (): number => runtimes().reduce((sum, pid) => sum + residentOf(pid), 0);

function print(label: string, figure: string): void {
  console.log(`  ${label.padEnd(58)} ${figure}`);
}

interface Timed {
  readonly label: string;
  readonly count: number;
  readonly middle: number;
  readonly worst: number;
  /** Of the processor. */
  readonly spent: number;
}

interface Listed {
  readonly items: readonly { readonly runId: string }[];
}

function printTimes({ label, count, middle, worst, spent }: Timed): void {
  print(label, `${middle.toFixed(1)} ms, the worst of ${count} ${worst.toFixed(1)} (processor: ${spent.toFixed(1)} ms)`);
}

function mib(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}

/** Asks, as a debugger does, what the Worker's isolate holds when its garbage is collected: its heap and its buffers. */
async function openHeap(inspectorPort: number): Promise<() => Promise<number>> {
  const targets = (await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json()) as {
    title: string;
    webSocketDebuggerUrl: string;
  }[];
  const own = targets.find(({ title }) => title.includes("millrace"));
  if (!own) return async () => Number.NaN;
  const socket = new WebSocket(own.webSocketDebuggerUrl);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const asked = new Map<number, (result: Record<string, number>) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: Record<string, number> };
    asked.get(id ?? 0)?.(result ?? {});
  });
  let last = 0;
  const ask = (method: string): Promise<Record<string, number>> =>
    new Promise((resolve) => {
      asked.set(++last, resolve);
      setTimeout(() => resolve({}), 5_000).unref();
      socket.send(JSON.stringify({ id: last, method }));
    });
  return async () => {
    await ask("HeapProfiler.collectGarbage");
    const { usedSize = Number.NaN, backingStorageSize = 0 } = await ask("Runtime.getHeapUsage");
    return usedSize + backingStorageSize;
  };
}

/** The size of the Monitor's own database files. */
function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .filter(({ parentPath }) => parentPath.includes("Monitor"))
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
