import type { Run } from "../../base/api/runs.ts";
import { runLabels } from "./run-labels.ts";
import { durationText } from "../../base/ui/time-text.ts";

const words = runLabels.log;

export interface LogLine {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly node: string | undefined;
  readonly text: string;
  readonly isProblem: boolean;
}

/** What happened, line by line, in the order of time: what one reads when the drawing does not explain it. */
export function debugLogOf(run: Run): LogLine[] {
  const lines: LogLine[] = [];
  const say = (at: string, node: string | undefined, text: string, isProblem = false) =>
    lines.push({ at: Date.parse(at), node, text, isProblem });
  say(run.startedAt, undefined, words.runStarted);
  for (const step of run.steps) {
    const { name, tries } = step;
    if (step.copiedFrom !== null) {
      say(step.startedAt, name, words.copied);
      continue;
    }
    const end = step.endedAt ?? tries.at(-1)?.endedAt ?? step.startedAt;
    for (const [at, each] of tries.entries()) {
      say(each.startedAt, name, at === 0 ? words.initiated : words.attempt(at + 1));
      if (each.waitingSince !== null) say(each.waitingSince, name, words.waiting);
      // What it wrote comes before how it ended, which is at the same time.
      if (at === tries.length - 1) for (const line of step.logs) say(end, name, words.says(line));
      if (each.error && each.endedAt !== null) say(each.endedAt, name, words.failed(each.error.message), true);
    }
    if (step.endedAt === null) continue;
    if (step.status === "Success") say(step.endedAt, name, words.executed(durationText(step.durationMs ?? 0)));
    if (step.status === "Cancelled") say(step.endedAt, name, words.cancelled);
    if (step.status === "Failed" && step.error && !tries.at(-1)?.error) say(step.endedAt, name, words.failed(step.error.message), true);
  }
  if (run.endedAt !== null) say(run.endedAt, undefined, words.runEnded(run.status), run.status === "Failed");
  return lines.toSorted((a, b) => a.at - b.at);
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
export const clockText = (at: number): string => clock.format(at);

export const logText = (lines: readonly LogLine[]): string =>
  lines.map(({ at, node, text }) => [new Date(at).toISOString(), node, text].filter(Boolean).join("  ")).join("\n");
