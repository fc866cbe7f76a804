import type { ComponentChildren } from "preact";
import { Icon } from "../ui/icons.tsx";
import { number } from "../ui/numbers.ts";
import { bulkLabels } from "../ui/rerun-labels.ts";

const words = bulkLabels;
const tones = { gathering: "progress", running: "progress", done: "success", cancelled: "skipped" } as const;

export function JobState({ state }: { state: keyof typeof tones }) {
  return (
    <span class={`status status-chip status-${tones[state]}`}>
      {tones[state] === "progress" ? <span class="spinner" aria-hidden="true" /> : <Icon name={state === "done" ? "check" : "stop"} />}
      {words.states[state]}
    </span>
  );
}

export interface JobPart {
  readonly name: string;
  readonly count: number;
  readonly tone: "success" | "failed" | "waiting" | "progress" | "skipped" | "none";
}

/** How far a job is: what became of its runs, as parts of one bar and in figures. */
export function JobBar({
  parts,
  total,
  label,
  children,
}: {
  parts: readonly JobPart[];
  total: number;
  label: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="job-progress">
      <div class="job-bar" role="img" aria-label={`${label}: ${parts.map(({ name, count }) => `${name} ${count}`).join(", ")}`}>
        {parts.map(
          ({ name, count, tone }) =>
            count > 0 &&
            tone !== "none" && (
              <span
                key={name}
                class={`job-part job-${tone === "progress" ? "moving" : tone}`}
                style={{ width: `${(count / Math.max(total, 1)) * 100}%` }}
              />
            ),
        )}
      </div>
      <dl class="job-counts">
        {parts.map(({ name, count, tone }) => (
          <div key={name}>
            <dt>
              <span class={`job-dot job-${tone === "progress" ? "moving" : tone}`} aria-hidden="true" />
              {name}
            </dt>
            <dd class="figures">{number(count)}</dd>
          </div>
        ))}
        {children}
      </dl>
    </div>
  );
}
