/** A chart over time by uPlot, in the colours of the theme. Fetched when it is first shown. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface ChartLine {
  /** A colour token, such as `--failed`. */
  readonly token: string;
  readonly fill?: boolean;
  readonly dashed?: boolean;
}

interface ChartOptions {
  readonly host: HTMLElement;
  readonly lines: readonly ChartLine[];
  readonly bars: boolean;
  /** A value of the vertical axis in words. */
  readonly valueText: (value: number) => string;
  /** A part of the time was marked: epoch milliseconds. */
  readonly onSpan: (from: number, to: number) => void;
  /** The point under the pointer, undefined when it leaves. */
  readonly onPoint: (index: number | undefined) => void;
}

export interface Chart {
  /** `values`: one row of values for each line, in the lines' order; times in epoch milliseconds. */
  setData(times: readonly number[], values: readonly (readonly (number | null)[])[], stepMs: number): void;
  /** After the theme has changed. */
  recolour(): void;
  destroy(): void;
}

const font = `11px system-ui, sans-serif`;
const height = 116;
/** A shorter movement is a click, not a drag. */
const leastDragPx = 5;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

export function drawChart({ host, lines, bars, valueText, onSpan, onPoint }: ChartOptions): Chart {
  const colourOf = (token: string): string => {
    // `light-dark()` in a token is only resolved as the colour of an element.
    host.style.color = `var(${token})`;
    const resolved = getComputedStyle(host).color;
    host.style.color = "";
    return resolved;
  };
  let colours = new Map<string, string>();
  const readColours = () => {
    const tokens = ["--text-soft", "--line", "--surface", ...lines.map(({ token }) => token)];
    colours = new Map(tokens.map((token) => [token, colourOf(token)]));
  };
  const colour = (token: string) => () => colours.get(token)!;
  let stepMs = 60_000;
  const barPaths = bars ? uPlot.paths.bars!({ size: [0.72, 26, 1], align: 1, gap: 1, radius: 0.15 }) : undefined;
  const axis = { stroke: colour("--text-soft"), font, ticks: { show: false } };

  readColours();
  const plot = new uPlot(
    {
      width: Math.max(host.clientWidth, 120),
      height,
      ms: 1,
      legend: { show: false },
      padding: [8, 18, 0, 0],
      cursor: {
        y: false,
        points: { show: !bars, size: 6 },
        drag: { x: true, y: false, setScale: false, dist: leastDragPx },
      },
      scales: {
        x: { time: false, range: (_, min, max) => [min, max + stepMs] },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : emptyMax] },
      },
      axes: [
        {
          ...axis,
          size: 22,
          space: 72,
          grid: { show: false },
          incrs: increments,
          values: (_, splits, __, ___, increment) => splits.map((at) => (increment >= 86_400_000 ? day : clock).format(at)),
        },
        {
          ...axis,
          size: 48,
          space: 30,
          incrs: valueSteps,
          grid: { stroke: colour("--line"), width: 1 },
          values: (_, splits) => splits.map((value) => valueText(value)),
        },
      ],
      series: [
        {},
        ...lines.map(({ token, fill, dashed }) => ({
          stroke: bars ? "transparent" : colour(token),
          ...(fill ? { fill: colour(token) } : {}),
          ...(dashed ? { dash: [4, 3] } : {}),
          width: bars ? 0 : 1.75,
          ...(barPaths ? { paths: barPaths } : {}),
          spanGaps: true,
          points: {
            // A lone value between empty steps would not be seen as a line.
            show: (_: uPlot, __: number, first: number, last: number) => !bars && last - first < 120,
            size: 4,
            stroke: colour(token),
            fill: colour(token),
          },
        })),
      ],
      hooks: {
        setSelect: [
          (self) => {
            const { left, width } = self.select;
            if (width < leastDragPx) return;
            const snap = (px: number, round: (value: number) => number) => round(self.posToVal(px, "x") / stepMs) * stepMs;
            onSpan(snap(left, Math.floor), snap(left + width, Math.ceil));
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
        setCursor: [
          ({ cursor, data, posToVal }) => {
            if (cursor.left === undefined || cursor.left < 0) return onPoint(undefined);
            const at = posToVal(cursor.left, "x");
            // A bar stands for the time behind its beginning, a point for the nearest.
            const index = bars ? data[0].findLastIndex((time) => time <= at) : (cursor.idx ?? undefined);
            onPoint(index === -1 ? undefined : index);
          },
        ],
      },
    },
    [[], ...lines.map(() => [])],
    host,
  );
  const observer = new ResizeObserver(() => {
    const width = host.clientWidth;
    if (width > 0 && width !== plot.width) plot.setSize({ width, height });
  });
  observer.observe(host);
  return {
    setData(times, values, step) {
      stepMs = step;
      plot.setData([[...times], ...values.map((line) => [...line])]);
    },
    recolour() {
      readColours();
      plot.redraw(false);
    },
    destroy() {
      observer.disconnect();
      plot.destroy();
    },
  };
}

/** What an axis goes up to where there is nothing to show. */
const emptyMax = 4;
/** Whole numbers: there is no half of a run, and no use in parts of a millisecond. */
const valueSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
const minute = 60_000;
const hour = 60 * minute;
/** Steps of the time axis that people count in. */
const increments = [
  ...[1, 5, 10, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 5, 7, 14].map((days) => days * 24 * hour),
];
