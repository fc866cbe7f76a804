import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { limits } from "#flow/limits.ts";
import { bulkReruns, replays, type SentBulkRerun, type SentReplay } from "../../../base/api/runs.ts";
import { navigate } from "../../../base/router/router.ts";
import { TextField } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { monitoringLabels } from "./monitoring-labels.ts";
import { number } from "../../../base/ui/numbers.ts";
import { bulkLabels, jobsLabels, replayLabels } from "./rerun-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { againLabels } from "../../run/run-labels.ts";
import { createSendingKey } from "../../../base/ui/sending-key.ts";
import { shortDuration } from "../../../base/ui/time-text.ts";
import { toastWay } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useShown } from "../../../base/ui/use-shown.ts";
import { faultOf, lastLeftOut, pathsIn, rememberLeftOut } from "./left-out.tsx";
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

/** Starts a job and opens its page. If the same request is sent twice, as after a lost answer, it starts one job. */
function useStart<Body>(place: string, begun: string, start: (body: Body, key: string) => Promise<{ id: string }>) {
  const isShown = useShown();
  return useModel(() => {
    const keyOf = createSendingKey();
    return createAction(async (body: Body) => {
      const { id } = await start(body, keyOf(body));
      if (isShown()) navigate(`${place}/${id}`);
      else toastWay(begun, `${place}/${id}`);
    });
  });
}

/** The moment from which a range is counted back, the same for as long as the dialog is open. */
const useNow = () => useMemo(() => Date.now(), []);

function Which({ selection, now, total }: { selection: Selection; now: number; total: number | undefined }) {
  const said = selectionSentence({ ...selection, ...boundsOf(selection, now) });
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

/** Asks how the runs of the selection should be rerun, and starts it. */
export function BulkDialog({ workflowId, selection, total, onClose }: Props) {
  const words = bulkLabels;
  const again = againLabels;
  const version = useSignal<"current" | "same">("current");
  const pace = useSignal(String(limits.rerunsPerMinute));
  const max = useSignal(String(limits.maxBulkReruns));
  const [rate, most] = [whole(pace.value, limits.maxRerunsPerMinute), whole(max.value, limits.maxBulkReruns)];
  const count = total === undefined ? undefined : Math.min(total, most ?? 0);
  const now = useNow();
  const start = useStart(`/workflows/${workflowId}/reruns`, words.begun, (body: SentBulkRerun, key) =>
    bulkReruns.start(workflowId, body, key),
  );
  const submit = () =>
    start.run({ selection: queryOf(selection, now), version: version.peek(), ratePerMinute: Number(pace.peek()), max: Number(max.peek()) });
  return (
    <FormDialog
      title={words.title}
      action={count === undefined ? words.title : words.start(count)}
      onSubmit={submit}
      disabled={rate === undefined || most === undefined || total === 0}
      onClose={onClose}
      busy={start.busy.value}
      problem={start.problem.value}
    >
      <p>{words.lead}</p>
      <Which selection={selection} now={now} total={total} />
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
        hint={rate && count ? words.paceHint(shortDuration(Math.ceil(count / (rate / 60)) * 1000)) : undefined}
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

/** Asks how many of the selection are tried with the draft, and starts it. */
export function ReplayDialog({ workflowId, selection, total, onClose }: Props) {
  const words = replayLabels;
  const last = useSignal(String(Math.min(usualReplays, Math.max(1, total ?? usualReplays))));
  const leaveOut = useSignal(lastLeftOut(workflowId).join("\n"));
  const count = whole(last.value, limits.maxReplayRuns);
  const fault = faultOf(pathsIn(leaveOut.value));
  const now = useNow();
  const start = useStart(`/workflows/${workflowId}/replays`, words.begun, (body: SentReplay, key) => replays.start(workflowId, body, key));
  const submit = () => {
    const paths = pathsIn(leaveOut.peek());
    rememberLeftOut(workflowId, paths);
    return start.run({ selection: queryOf(selection, now), last: Number(last.peek()), leaveOut: paths });
  };
  return (
    <FormDialog
      title={words.title}
      action={words.start}
      onSubmit={submit}
      disabled={count === undefined || fault !== undefined || total === 0}
      onClose={onClose}
      busy={start.busy.value}
      problem={start.problem.value}
    >
      <p>{words.lead}</p>
      <Which selection={selection} now={now} total={total} />
      <TextField
        label={words.last}
        text={last}
        inputMode="numeric"
        first
        error={count === undefined ? jobsLabels.wrongNumber(limits.maxReplayRuns) : undefined}
        hint={words.lastHint(limits.maxReplayRuns)}
      />
      <TextField label={words.leaveOut} text={leaveOut} optional mono lines={3} error={fault} hint={words.leaveOutHint} />
    </FormDialog>
  );
}
