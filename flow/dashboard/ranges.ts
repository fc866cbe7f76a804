/** The ranges of the dashboard: whole hours or days in UTC, the running one among them. */
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const dashboardRanges = ["24h", "7d", "30d"] as const;
export type DashboardRange = (typeof dashboardRanges)[number];

export interface RangeSteps {
  readonly step: "hour" | "day";
  readonly stepMs: number;
  /** The start of the first step. */
  readonly from: number;
  readonly steps: number;
}

export function stepsOf(range: DashboardRange, nowMs: number): RangeSteps {
  const step = range === "24h" ? "hour" : "day";
  const stepMs = step === "hour" ? hourMs : dayMs;
  const steps = { "24h": 24, "7d": 7, "30d": 30 }[range];
  return { step, stepMs, steps, from: startOf(step, nowMs) - (steps - 1) * stepMs };
}

export function startOf(step: "hour" | "day", ms: number): number {
  const stepMs = step === "hour" ? hourMs : dayMs;
  return Math.floor(ms / stepMs) * stepMs;
}

export function lengthOf(step: "hour" | "day"): number {
  return step === "hour" ? hourMs : dayMs;
}

/** How long steps are kept: a little longer than any range looks back. */
export const keptMs = { hour: 2 * dayMs, day: 35 * dayMs } as const;
