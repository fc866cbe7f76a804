import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { theme } from "../../../base/ui/theme.ts";
import type { Chart, ChartLine } from "./draw-chart.ts";

export interface ChartProps {
  /** What it shows, in a sentence, for those who do not see it. */
  label: string;
  lines: readonly ChartLine[];
  bars: boolean;
  times: readonly number[];
  values: readonly (readonly (number | null)[])[];
  stepMs: number;
  valueText: (value: number) => string;
  onSpan: (from: number, to: number) => void;
  onPoint: (index: number | undefined) => void;
}

/** The place of a chart; what draws it is fetched meanwhile. */
export function ChartHost({ label, times, values, stepMs, ...given }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | undefined>(undefined);
  const newest = useRef({ times, values, stepMs, given });
  newest.current = { times, values, stepMs, given };
  useEffect(() => {
    let gone = false;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    // The new theme is in force when the next frame is drawn.
    const recolour = () => requestAnimationFrame(() => chart.current?.recolour());
    void import("./draw-chart.ts").then(({ drawChart }) => {
      if (gone || !host.current) return;
      const { lines, bars, valueText } = newest.current.given;
      chart.current = drawChart({
        host: host.current,
        lines,
        bars,
        valueText,
        onSpan: (from, to) => newest.current.given.onSpan(from, to),
        onPoint: (index) => newest.current.given.onPoint(index),
      });
      chart.current.setData(newest.current.times, newest.current.values, newest.current.stepMs);
    });
    const stop = effect(() => {
      void theme.value;
      recolour();
    });
    dark.addEventListener("change", recolour);
    return () => {
      gone = true;
      stop();
      dark.removeEventListener("change", recolour);
      chart.current?.destroy();
    };
  }, []);
  useEffect(() => chart.current?.setData(times, values, stepMs), [times, values, stepMs]);
  return <div ref={host} class="chart" role="img" aria-label={label} />;
}
