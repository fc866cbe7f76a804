import type { Figures } from "./load.ts";

export interface Row {
  readonly id: string;
  readonly label: string;
  /** One for each number of connections, in their order. */
  readonly figures: readonly Figures[];
}

/** One block for each number of connections; ratios of throughput are to (c) and (a) at the same number. */
export function printTable(rows: readonly Row[], connections: readonly number[]): void {
  const width = Math.max(...rows.map(({ label }) => label.length));
  for (const [index, count] of connections.entries()) {
    console.log(`${count} connection${count === 1 ? "" : "s"}`.padEnd(width + 5) + "    req/s   p50 ms   p99 ms   of (c)   of (a)");
    const base = (id: string): number => rows.find((row) => row.id === id)?.figures[index]?.perSecond ?? Number.NaN;
    for (const { id, label, figures } of rows) {
      const figure = figures[index];
      if (!figure) continue;
      const { perSecond, p50, p99, failures } = figure;
      const cells = [
        Math.round(perSecond).toString(),
        p50.toFixed(2),
        p99.toFixed(2),
        (perSecond / base("c")).toFixed(2),
        (perSecond / base("a")).toFixed(2),
      ];
      const remark = failures > 0 ? `   ${failures} failed` : "";
      console.log(`(${id}) ${label.padEnd(width)} ${cells.map((cell) => cell.padStart(9)).join("")}${remark}`);
    }
    console.log();
  }
}
