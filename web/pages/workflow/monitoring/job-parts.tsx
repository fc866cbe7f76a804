import { number } from "../../../base/ui/numbers.ts";
import { jobsLabels } from "./rerun-labels.ts";
import { State } from "../../../base/ui/status.tsx";
import { cancelledLook, type Look, progressLook, successLook, type Tone } from "../../../base/ui/status-look.ts";
import type { JobState } from "./follow-job.ts";

const looks = {
  gathering: progressLook,
  running: progressLook,
  done: successLook,
  cancelled: cancelledLook,
} satisfies Record<JobState, Look>;

export function JobStateChip({ state }: { state: JobState }) {
  return <State {...looks[state]}>{jobsLabels.states[state]}</State>;
}

interface JobPart {
  readonly name: string;
  readonly count: number;
  /** `skipped` is what has not come yet: the empty end of the bar. */
  readonly tone: Tone;
}

/** The progress of a job: the results of its runs, as parts of one bar and in figures. */
export function JobBar({ parts, total }: { parts: readonly JobPart[]; total: number }) {
  const said = parts.map(({ name, count }) => `${name} ${number(count)}`).join(", ");
  return (
    <div class="job-figures">
      <div class="job-bar" role="img" aria-label={`${jobsLabels.columns.progress}: ${said}`}>
        {parts
          .filter(({ count, tone }) => count > 0 && tone !== "skipped")
          .map(({ name, count, tone }) => (
            <span key={name} class={`job-part job-${tone}`} style={{ width: `${(count / Math.max(total, 1)) * 100}%` }} />
          ))}
      </div>
      <dl class="job-counts">
        {parts.map(({ name, count, tone }) => (
          <div key={name}>
            <dt>
              <span class={`job-dot job-${tone}`} aria-hidden="true" />
              {name}
            </dt>
            <dd class="figures">{number(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
