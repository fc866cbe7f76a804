import { sizeText } from "../../base/ui/size-text.ts";
import type { Run, RunStep } from "../../base/api/runs.ts";
import { Button } from "../../base/ui/button.tsx";
import { Field, Toggle } from "../../base/ui/field.tsx";
import { FormDialog } from "../../base/ui/form-dialog.tsx";
import { againLabels } from "./run-labels.ts";
import { Notice, ProblemNotice, Skeleton } from "../../base/ui/states.tsx";
import { State } from "../../base/ui/status.tsx";
import { toast, toastWay } from "../../base/ui/toasts.tsx";
import { useModel } from "../../base/ui/use-model.ts";
import { useShown } from "../../base/ui/use-shown.ts";
import { type AgainModel, createAgainModel } from "./again-model.ts";

const words = againLabels;

interface Props {
  workflowId: string;
  run: Run;
  /** The first step that runs; the whole run where it is missing. */
  from: RunStep | undefined;
  onClose: () => void;
  onBegun: (runId: string) => void;
}

/** Runs a run again, from the beginning or from one of its steps, with data that can be changed before. */
export function AgainDialog({ workflowId, run, from, onClose, onBegun }: Props) {
  const isShown = useShown();
  const model = useModel(() =>
    createAgainModel(workflowId, run, from?.nodeId, (runId) => {
      if (!isShown()) return toastWay(words.started, `/workflows/${workflowId}/runs/${runId}`);
      toast(words.started);
      onBegun(runId);
    }),
  );
  const plan = model.plan.value.value;
  const problem = model.plan.problem.value;
  return (
    <FormDialog
      title={from ? words.fromTitle(from.name) : words.title}
      action={words.start}
      onSubmit={() => model.begin.run()}
      onClose={onClose}
      busy={model.begin.busy.value}
      problem={model.begin.problem.value}
      disabled={!plan || problem !== undefined || model.faults.value.size > 0}
      wide
    >
      <p>
        {from && plan ? words.fromLead(plan.copied.length) : ""} {words.lead}
      </p>
      <Versions model={model} run={run} />
      {problem && <ProblemNotice problem={problem} onRetry={() => void model.plan.load()} />}
      {!plan && !problem && <Skeleton lines={4} />}
      {plan && (
        <>
          <ValueField model={model} id={model.inputKey} label={words.input} open={isShort(plan.input) || plan.copied.length === 0} />
          {plan.copied.toReversed().map(({ nodeId, name, output, masked, tooLarge }, turn) => (
            <ValueField
              key={nodeId}
              model={model}
              id={nodeId}
              label={words.outputOf(name)}
              open={(turn === 0 && !isShort(plan.input)) || isShort(output)}
              hint={tooLarge === null ? (masked ? words.masked : undefined) : words.tooLarge(sizeText(tooLarge))}
              fixed={tooLarge !== null}
            />
          ))}
          {plan.warnings.length > 0 && (
            <Notice kind="warning" title={words.warnings}>
              {plan.warnings.map(({ message }) => message).join(" ")}
            </Notice>
          )}
        </>
      )}
      {run.row.mode === "push" && (
        <Toggle label={words.push} hint={words.pushHint} checked={model.push.value} onChange={(on) => (model.push.value = on)} />
      )}
    </FormDialog>
  );
}

/** Short enough to be visible next to the others. */
const shortLines = 10;
const isShort = (value: unknown): boolean => JSON.stringify(value ?? null, null, 2).split("\n").length <= shortLines;

function Versions({ model, run }: { model: AgainModel; run: Run }) {
  return (
    <fieldset class="choice again-versions">
      <legend class="unseen">{words.version}</legend>
      {(["same", "current"] as const).map((each) => (
        <label key={each}>
          <input type="radio" name="version" checked={model.version.value === each} onChange={() => model.setVersion(each)} />
          <span>{words.versions[each]}</span>
          <span class="soft cut">{each === "same" ? words.versionHints.same(run.version.name) : words.versionHints.current}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface ValueProps {
  model: AgainModel;
  id: string;
  label: string;
  hint?: string | undefined;
  open: boolean;
  /** Too large to be changed here. */
  fixed?: boolean;
}

function ValueField({ model, id, label, hint, open, fixed = false }: ValueProps) {
  const text = model.textAt(id);
  const fault = model.faults.value.get(id);
  const changed = model.isChanged(id);
  return (
    <details class="again-value" open={open || undefined}>
      <summary>
        <span class="strong cut">{label}</span>
        {changed && (
          <State tone="progress" icon="transfer">
            {words.changed}
          </State>
        )}
      </summary>
      {fixed ? (
        <p class="soft">{hint}</p>
      ) : (
        <Field label={label} error={fault === undefined ? undefined : words.notJson(fault)} hint={hint}>
          {(ties) => (
            <textarea
              {...ties}
              class="input mono"
              data-first={open || undefined}
              rows={Math.min(14, Math.max(3, text.split("\n").length))}
              spellcheck={false}
              value={text}
              onInput={(event) => model.type(id, event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {changed && (
        <Button kind="quiet" icon="undo" class="again-reset" onClick={() => model.reset(id)}>
          {words.reset}
        </Button>
      )}
    </details>
  );
}
