import { useSignal } from "@preact/signals";
import { limits } from "#flow/limits.ts";
import { bulkReruns, type RunRow, replays } from "../api/runs.ts";
import { navigate } from "../shell/router.ts";
import { TextField } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { monitoringLabels } from "../ui/monitoring-labels.ts";
import { bulkLabels, replayLabels } from "../ui/rerun-labels.ts";
import { createAction } from "../ui/resource.ts";
import { againLabels } from "../ui/run-labels.ts";
import { durationText } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { selectionSentence, sentSelection } from "./job-selection.ts";
import type { RunsModel } from "./runs-model.ts";
import { queryOf, type Selection } from "./selection.ts";

interface Props {
  model: RunsModel<RunRow>;
  selection: Selection;
  /** How many runs it has, where that is known. */
  total: number | undefined;
  onClose: () => void;
}

const minuteMs = 60_000;
const whole = (text: string, most: number): number | undefined => {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
};

function Which({ selection, total }: { selection: Selection; total: number | undefined }) {
  const words = bulkLabels;
  const { from, to } = queryOf(selection, Date.now());
  const said = selectionSentence({
    ...selection,
    search: selection.search || null,
    filters: [...selection.filters],
    from: from === undefined ? null : new Date(Number(from)).toISOString(),
    to: to === undefined ? null : new Date(Number(to)).toISOString(),
  });
  return (
    <dl class="facts">
      <dt>{words.selection}</dt>
      <dd class="break">{words.ofSelection(said)}</dd>
      {total !== undefined && (
        <>
          <dt>{monitoringLabels.figures.total.runs}</dt>
          <dd class="figures strong">{words.count(total)}</dd>
        </>
      )}
    </dl>
  );
}

/** Asks how the runs of the selection are to be run again, and begins it. */
export function BulkDialog({ model, selection, total, onClose }: Props) {
  const words = bulkLabels;
  const again = againLabels;
  const version = useSignal<"current" | "same">("current");
  const pace = useSignal(String(limits.rerunsPerMinute));
  const max = useSignal(String(limits.maxBulkReruns));
  const [rate, most] = [whole(pace.value, limits.maxRerunsPerMinute), whole(max.value, limits.maxBulkReruns)];
  const count = Math.min(total ?? 0, most ?? 0);
  const start = useModel(() => {
    const key = crypto.randomUUID();
    return createAction(async () => {
      const body = {
        selection: sentSelection(selection),
        version: version.peek(),
        ratePerMinute: Number(pace.peek()),
        max: Number(max.peek()),
      };
      const { id } = await bulkReruns.start(model.workflowId, body, key);
      navigate(`/workflows/${model.workflowId}/reruns/${id}`);
    });
  });
  return (
    <FormDialog
      title={words.title}
      action={words.start(count)}
      onSubmit={() => rate !== undefined && count > 0 && start.run()}
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
        value={pace.value}
        onValue={(text) => (pace.value = text)}
        inputMode="numeric"
        first
        error={rate === undefined ? words.badPace(limits.maxRerunsPerMinute) : undefined}
        hint={rate === undefined ? undefined : words.paceHint(durationText(Math.ceil(((count / rate) * minuteMs) / 1000) * 1000))}
      />
      <TextField
        label={words.max}
        value={max.value}
        onValue={(text) => (max.value = text)}
        inputMode="numeric"
        error={most === undefined ? words.badPace(limits.maxBulkReruns) : undefined}
        hint={words.maxHint}
      />
    </FormDialog>
  );
}

/** Asks how many of the selection are tried with the flow in development, and begins it. */
export function ReplayDialog({ model, selection, total, onClose }: Props) {
  const words = replayLabels;
  const usual = Math.min(200, Math.max(1, total ?? 200));
  const last = useSignal(String(usual));
  const count = whole(last.value, limits.maxReplayRuns);
  const start = useModel(() => {
    const key = crypto.randomUUID();
    return createAction(async () => {
      const { id } = await replays.start(model.workflowId, { selection: sentSelection(selection), last: Number(last.peek()) }, key);
      navigate(`/workflows/${model.workflowId}/replays/${id}`);
    });
  });
  return (
    <FormDialog
      title={words.title}
      action={words.start}
      onSubmit={() => count !== undefined && start.run()}
      onClose={onClose}
      busy={start.busy.value}
      problem={start.problem.value}
    >
      <p>{words.lead}</p>
      <Which selection={selection} total={total} />
      <TextField
        label={words.last}
        value={last.value}
        onValue={(text) => (last.value = text)}
        inputMode="numeric"
        first
        error={count === undefined ? bulkLabels.badPace(limits.maxReplayRuns) : undefined}
        hint={words.lastHint(limits.maxReplayRuns)}
      />
    </FormDialog>
  );
}
