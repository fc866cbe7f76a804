import { useSignal } from "@preact/signals";
import { limits } from "#flow/limits.ts";
import { bulkReruns, replays } from "../api/runs.ts";
import { navigate } from "../shell/router.ts";
import { TextField } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { monitoringLabels } from "../ui/monitoring-labels.ts";
import { number } from "../ui/numbers.ts";
import { bulkLabels, jobsLabels, replayLabels } from "../ui/rerun-labels.ts";
import { createAction } from "../ui/resource.ts";
import { againLabels } from "../ui/run-labels.ts";
import { durationText } from "../ui/time-text.ts";
import { useModel } from "../ui/use-model.ts";
import { selectionSentence } from "./selection-sentence.ts";
import { boundsOf, queryOf, type Selection } from "./selection.ts";

interface Props {
  workflowId: string;
  selection: Selection;
  /** How many runs it has, where that is known. */
  total: number | undefined;
  onClose: () => void;
}

/** As many as the server takes without a word. */
const usualReplays = 200;
/** A whole number from 1 on, or undefined. */
const whole = (text: string, most: number): number | undefined => {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
};

function Which({ selection, total }: { selection: Selection; total: number | undefined }) {
  const said = selectionSentence({ ...selection, ...boundsOf(selection, Date.now()) });
  return (
    <dl class="facts">
      <dt>{jobsLabels.selection}</dt>
      <dd class="break">{jobsLabels.ofSelection(said)}</dd>
      {total !== undefined && (
        <>
          <dt>{monitoringLabels.figures.total.runs}</dt>
          <dd class="figures strong">{number(total)}</dd>
        </>
      )}
    </dl>
  );
}

/** Asks how the runs of the selection are to be run again, and begins it. */
export function BulkDialog({ workflowId, selection, total, onClose }: Props) {
  const words = bulkLabels;
  const again = againLabels;
  const version = useSignal<"current" | "same">("current");
  const pace = useSignal(String(limits.rerunsPerMinute));
  const max = useSignal(String(limits.maxBulkReruns));
  const [rate, most] = [whole(pace.value, limits.maxRerunsPerMinute), whole(max.value, limits.maxBulkReruns)];
  const count = total === undefined ? undefined : Math.min(total, most ?? 0);
  const start = useModel(() => {
    const key = crypto.randomUUID();
    return createAction(async () => {
      const body = {
        selection: queryOf(selection, Date.now()),
        version: version.peek(),
        ratePerMinute: Number(pace.peek()),
        max: Number(max.peek()),
      };
      const { id } = await bulkReruns.start(workflowId, body, key);
      navigate(`/workflows/${workflowId}/reruns/${id}`);
    });
  });
  return (
    <FormDialog
      title={words.title}
      action={count === undefined ? words.title : words.start(count)}
      onSubmit={() => start.run()}
      disabled={rate === undefined || most === undefined || total === 0}
      onClose={onClose}
      busy={start.busy.value}
      problem={start.problem.value}
    >
      <p>{words.lead}</p>
      <Which selection={selection} total={total} />
      <fieldset class="choice">
        <legend class="unseen">{again.version}</legend>
        {(["current", "same"] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="version" checked={version.value === each} onChange={() => (version.value = each)} />
            {again.versions[each]}
          </label>
        ))}
      </fieldset>
      <TextField
        label={words.pace}
        note={words.paceUnit}
        text={pace}
        inputMode="numeric"
        first
        error={rate === undefined ? jobsLabels.wrongNumber(limits.maxRerunsPerMinute) : undefined}
        hint={rate && count ? words.paceHint(durationText(Math.ceil(count / (rate / 60)) * 1000)) : undefined}
      />
      <TextField
        label={words.max}
        text={max}
        inputMode="numeric"
        error={most === undefined ? jobsLabels.wrongNumber(limits.maxBulkReruns) : undefined}
        hint={words.maxHint}
      />
    </FormDialog>
  );
}

/** Asks how many of the selection are tried with the flow in development, and begins it. */
export function ReplayDialog({ workflowId, selection, total, onClose }: Props) {
  const words = replayLabels;
  const last = useSignal(String(Math.min(usualReplays, Math.max(1, total ?? usualReplays))));
  const count = whole(last.value, limits.maxReplayRuns);
  const start = useModel(() => {
    const key = crypto.randomUUID();
    return createAction(async () => {
      const body = { selection: queryOf(selection, Date.now()), last: Number(last.peek()) };
      const { id } = await replays.start(workflowId, body, key);
      navigate(`/workflows/${workflowId}/replays/${id}`);
    });
  });
  return (
    <FormDialog
      title={words.title}
      action={words.start}
      onSubmit={() => start.run()}
      disabled={count === undefined || total === 0}
      onClose={onClose}
      busy={start.busy.value}
      problem={start.problem.value}
    >
      <p>{words.lead}</p>
      <Which selection={selection} total={total} />
      <TextField
        label={words.last}
        text={last}
        inputMode="numeric"
        first
        error={count === undefined ? jobsLabels.wrongNumber(limits.maxReplayRuns) : undefined}
        hint={words.lastHint(limits.maxReplayRuns)}
      />
    </FormDialog>
  );
}
