import { type Figures, histogramSteps } from "./load.ts";

export interface Row {
  readonly id: string;
  readonly label: string;
  /** One for each number of connections, in their order. */
  readonly figures: readonly Figures[];
}

/** One block for each number of connections; ratios of throughput are to (c), (d) and (i) at the same number. */
export function printTable(rows: readonly Row[], connections: readonly number[]): void {
  const width = Math.max(...rows.map(({ label }) => label.length));
  for (const [index, count] of connections.entries()) {
    console.log(
      `${count} connection${count === 1 ? "" : "s"}`.padEnd(width + 5) + "    req/s   p50 ms   p99 ms  p99/p50   of (c)   of (d)   of (i)",
    );
    const base = (id: string): number => rows.find((row) => row.id === id)?.figures[index]?.perSecond ?? Number.NaN;
    for (const { id, label, figures } of rows) {
      const figure = figures[index];
      if (!figure) continue;
      const { perSecond, p50, p99, failures } = figure;
      const cells = [
        Math.round(perSecond).toString(),
        p50.toFixed(2),
        p99.toFixed(2),
        (p99 / p50).toFixed(1),
        ...["c", "d", "i"].map((id) => (perSecond / base(id)).toFixed(2)),
      ];
      const remark = failures > 0 ? `   ${failures} failed` : "";
      console.log(`(${id}) ${label.padEnd(width)} ${cells.map((cell) => cell.padStart(9)).join("")}${remark}`);
    }
    console.log();
  }
}

/** How the answers of one row are spread, a line for each step of time that any of them fell into. */
export function printHistogram({ id, label, figures }: Row, connections: readonly number[]): void {
  const last = figures.at(-1);
  if (!last) return;
  console.log(`(${id}) ${label}, ${connections.at(-1)} connections: answers by time`);
  const most = Math.max(...last.histogram);
  for (const [step, count] of last.histogram.entries()) {
    if (count === 0) continue;
    const limit = histogramSteps[step];
    const name = limit === undefined ? `≥ ${histogramSteps.at(-1)} ms` : `< ${limit} ms`;
    console.log(`${name.padStart(10)} ${count.toString().padStart(7)} ${"█".repeat(Math.ceil((count / most) * 50))}`);
  }
  console.log();
}
