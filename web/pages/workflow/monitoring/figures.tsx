import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { RunMetrics } from "../../../base/api/runs.ts";
import { IconButton } from "../../../base/ui/button.tsx";
import { monitoringLabels } from "./monitoring-labels.ts";
import { number, percent } from "../../../base/ui/numbers.ts";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { durationText, minuteText, shortDuration } from "../../../base/ui/time-text.ts";
import { ChartHost, type ChartProps } from "./chart-host.tsx";
import type { ChartLine } from "./draw-chart.ts";
import type { RunsModel } from "./runs-model.ts";

const words = monitoringLabels.figures;
const chartWords = monitoringLabels.charts;

type FiguresModel = Pick<RunsModel<never>, "metrics" | "areOfBefore" | "setSpan" | "chartsShown" | "toggleCharts"> & {
  kind: { name: "runs" | "modelRuns" };
};

/** The four figures of the selection, and below them their course. Dragging over a chart selects that time. */
export function Figures({ model }: { model: FiguresModel }) {
  const { value, problem, load } = model.metrics;
  const metrics = value.value;
  const shown = model.chartsShown.value;
  const point = useSignal<number | undefined>(undefined);
  const areOfBefore = model.areOfBefore.value;
  // Where only a later look at the same failed, what is known is still true of a moment ago.
  if (problem.value && (!metrics || areOfBefore)) return <ProblemNotice problem={problem.value} onRetry={load} />;
  const { name } = model.kind;
  const shared = { onPoint: (at: number | undefined) => void (point.value = at), onSpan: model.setSpan };
  return (
    <section class="figure-cards" aria-label={words.label} aria-busy={areOfBefore}>
      <div class="card figure-card">
        <div class="figure-row">
          <Figure name={words.total[name]} value={metrics && number(metrics.total)} />
          <Figure
            name={words.failureRate}
            value={metrics && percent(metrics.failureRate)}
            hint={metrics && words.rateHint(metrics.failed, metrics.finished)}
            tone={metrics && metrics.failed > 0 ? "failed" : undefined}
          />
          <PointText shown={shown} metrics={metrics} point={point.value} say={sayCounts}>
            <Legend />
          </PointText>
        </div>
        {shown && metrics && (
          <Course
            {...shared}
            metrics={metrics}
            label={chartWords.summary(name === "runs" ? chartWords.counts : chartWords.modelCounts, metrics.total, metrics.failed)}
            lines={countLines}
            bars
            read={readCounts}
            valueText={countText}
          />
        )}
      </div>
      <div class="card figure-card">
        <div class="figure-row">
          <Figure name={words.p90} value={metrics && durationText(metrics.p90Ms)} hint={words.p90Hint} swatch="--accent" />
          <Figure name={words.p99} value={metrics && durationText(metrics.p99Ms)} hint={words.p99Hint} swatch="--second" />
          <PointText shown={shown} metrics={metrics} point={point.value} say={sayTimes}>
            <span class="figure-brush">{chartWords.brush}</span>
          </PointText>
          <IconButton
            icon={shown ? "chevronDown" : "chevronRight"}
            label={shown ? chartWords.hide : chartWords.show}
            aria-expanded={shown}
            onClick={model.toggleCharts}
          />
        </div>
        {shown && metrics && (
          <Course
            {...shared}
            metrics={metrics}
            label={chartWords.summaryTimes(metrics.p90Ms, metrics.p99Ms)}
            lines={timeLines}
            bars={false}
            read={readTimes}
            valueText={shortDuration}
          />
        )}
      </div>
    </section>
  );
}

type Point = RunMetrics["series"]["points"][number];

/** Bars are drawn over each other from the same baseline: all, then without those in progress, then the failed ones. */
const countLines: readonly ChartLine[] = [
  { token: "--chart-progress", fill: true },
  { token: "--chart-success", fill: true },
  { token: "--chart-failed", fill: true },
];
const timeLines: readonly ChartLine[] = [{ token: "--accent" }, { token: "--second", dashed: true }];
const readCounts = (points: readonly Point[]) => [
  points.map(({ total }) => total),
  points.map(({ finished }) => finished),
  points.map(({ failed }) => failed),
];
const readTimes = (points: readonly Point[]) => [points.map(({ p90Ms }) => p90Ms), points.map(({ p99Ms }) => p99Ms)];
const countText = (value: number): string => (Number.isInteger(value) ? number(value) : "");
const sayCounts = ({ total, finished, failed }: Point): string => chartWords.at(failed, finished - failed, total - finished);
const sayTimes = ({ p90Ms, p99Ms }: Point): string => chartWords.times(p90Ms, p99Ms);

function Figure({
  name,
  value,
  hint,
  tone,
  swatch,
}: {
  name: string;
  value: ComponentChildren;
  hint?: string | undefined;
  tone?: "failed" | undefined;
  swatch?: "--accent" | "--second";
}) {
  return (
    <div class="figure" title={hint}>
      <span class="figure-name soft">
        {swatch && <span class={`figure-swatch figure-swatch${swatch.slice(1)}`} aria-hidden="true" />}
        {name}
      </span>
      <span class={`figure-value ${tone ? `figure-${tone}` : ""}`}>{value ?? <span class="bone figure-bone" />}</span>
      {hint && <span class="unseen">{hint}</span>}
    </div>
  );
}

/** What the pointer is at, in words. */
function PointText({
  shown,
  metrics,
  point,
  say,
  children,
}: {
  shown: boolean;
  metrics: RunMetrics | undefined;
  point: number | undefined;
  say: (point: Point) => string;
  /** What stands there while the pointer is nowhere. */
  children: ComponentChildren;
}) {
  const at = point === undefined ? undefined : metrics?.series.points[point];
  if (!shown) return <span class="figure-point" />;
  return (
    <span class="figure-point soft" aria-hidden="true">
      {at ? (
        <>
          <span>{minuteText(at.at)}</span>
          <span class="figure-said">{say(at)}</span>
        </>
      ) : (
        children
      )}
    </span>
  );
}

const legend = ["success", "failed", "progress"] as const;

/** Which part of a bar is what. */
function Legend() {
  return (
    <span class="figure-legend">
      {legend.map((each) => (
        <span key={each} class={`figure-key figure-key-${each}`}>
          {chartWords.legend[each]}
        </span>
      ))}
    </span>
  );
}

interface CourseProps extends Pick<ChartProps, "label" | "lines" | "bars" | "valueText" | "onPoint" | "onSpan"> {
  metrics: RunMetrics;
  /** The values of each line. */
  read: (points: readonly Point[]) => (number | null)[][];
}

function Course({ metrics, read, ...chart }: CourseProps) {
  const { points, stepMs } = metrics.series;
  const [times, values] = useMemo(() => [points.map(({ at }) => Date.parse(at)), read(points)] as const, [points]);
  return <ChartHost {...chart} times={times} values={values} stepMs={stepMs} />;
}
