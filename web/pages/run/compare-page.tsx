import { search as parameters } from "../../base/router/router.ts";
import { PageHead } from "../../base/ui/page-head.tsx";
import type { Run, RunStep } from "../../base/api/runs.ts";
import { lookOf } from "../../editor/drawing/node-look.ts";
import { Toggle } from "../../base/ui/field.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { compareLabels, runLabels } from "./run-labels.ts";
import { shortOf } from "../../base/ui/short-id.tsx";
import { Notice, ProblemNotice, Skeleton } from "../../base/ui/states.tsx";
import { RunStatus, State } from "../../base/ui/status.tsx";
import { Time } from "../../base/ui/time.tsx";
import { durationText } from "../../base/ui/time-text.ts";
import { useModel } from "../../base/ui/use-model.ts";
import { ValueChanges } from "../workflow/versions/value-changes.tsx";
import { useWorkflow } from "../../base/workflow/workflow-model.ts";
import { type CompareModel, createCompareModel } from "./compare-model.ts";
import type { Compared, ComparedStep } from "./compare-runs.ts";
import { type LargeValue, largeValueOf } from "./large-value.ts";
import { ValueView } from "./value-view.tsx";
import "../workflow/versions/diff.css";
import "./run.css";
import "./compare.css";

const words = compareLabels;

/** Two runs side by side, with what differs marked. */
export function ComparePage() {
  const { workflow } = useWorkflow();
  const key = `${parameters.value.get("left")} ${parameters.value.get("right")}`;
  const model = useModel(() => createCompareModel(workflow.id), key);
  const compared = model.compared.value;
  const problem = model.problem.value;
  return (
    <div class="page run-page compare">
      <div class="run-page-head">
        <a class="run-back" href={`/workflows/${workflow.id}/runs`}>
          <Icon name="arrowLeft" />
          {runLabels.back}
        </a>
        <PageHead
          title={words.title}
          tab={`${words.title} · ${workflow.name}`}
          lead={words.lead}
          actions={<Toggle label={words.onlyDifferences} checked={model.onlyDifferences.value} onChange={model.setOnlyDifferences} />}
        />
      </div>
      {problem && <ProblemNotice problem={problem} onRetry={() => void model.load()} />}
      {!compared && !problem && <Skeleton lines={8} />}
      {compared && <Both compared={compared} model={model} workflowId={workflow.id} />}
    </div>
  );
}

function Both({ compared, model, workflowId }: { compared: Compared; model: CompareModel; workflowId: string }) {
  const { left, right, steps } = compared;
  const only = model.onlyDifferences.value;
  const sideOf = (run: Run, step?: RunStep): ValueSide => ({
    values: step ?? run,
    largeOf: (of) => largeValueOf(workflowId, run, of, step),
  });
  const shown = only ? steps.filter(({ differs }) => differs) : steps;
  return (
    <>
      <div class="compare-heads">
        <Head run={left} label={words.left} workflowId={workflowId} />
        <Head run={right} label={words.right} workflowId={workflowId} />
      </div>
      <section class="card run-card" aria-labelledby="compare-run">
        <div class="run-card-head">
          <h2 id="compare-run">{words.run}</h2>
        </div>
        <div class="compare-run">
          <Part of="input" changes={compared.input} left={sideOf(left)} right={sideOf(right)} only={only} />
          <Part of="output" changes={compared.output} left={sideOf(left)} right={sideOf(right)} only={only} />
          {(left.error ?? right.error) && (
            <div class="compare-sides">
              <ErrorText error={left.error} />
              <ErrorText error={right.error} />
            </div>
          )}
        </div>
      </section>
      <section class="card run-card" aria-labelledby="compare-steps">
        <div class="run-card-head">
          <h2 id="compare-steps">{words.steps}</h2>
          <span class="soft figures">
            {shown.length} / {steps.length}
          </span>
        </div>
        {shown.length === 0 ? (
          <div class="run-card-body">
            <Notice kind="success" title={words.nothing} />
          </div>
        ) : (
          <ul class="compare-steps">
            {shown.map((step) => (
              <StepPair
                key={step.key}
                step={step}
                left={step.left && sideOf(left, step.left)}
                right={step.right && sideOf(right, step.right)}
                isOpen={model.open.value.has(step.key)}
                onToggle={() => model.toggle(step.key)}
                only={only}
              />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Head({ run, label, workflowId }: { run: Run; label: string; workflowId: string }) {
  return (
    <div class="card compare-head">
      <span class="soft">{label}</span>
      <a class="mono strong" href={`/workflows/${workflowId}/runs/${run.runId}`} title={run.runId}>
        {shortOf(run.runId)}
      </a>
      <RunStatus status={run.status} />
      <span class="soft figures">
        {run.durationMs !== null && `${durationText(run.durationMs)} · `}
        <Time at={run.startedAt} /> · {run.version.name} · {run.row.source}
      </span>
    </div>
  );
}

function ErrorText({ error }: { error: { message: string; node?: string | null | undefined } | null | undefined }) {
  return (
    <div class="stack-s">
      <h4>{words.error}</h4>
      <p class={error ? "break" : "soft"}>
        {error?.node && <span class="strong">{error.node} </span>}
        {error?.message ?? "–"}
      </p>
    </div>
  );
}

/** A run or one of its steps, with what was left out of it for its size. */
interface ValueSide {
  values: { input: unknown; output?: unknown };
  largeOf: (of: "input" | "output") => LargeValue | undefined;
}

interface PartProps {
  of: "input" | "output";
  changes: Compared["input"];
  /** Missing where it did not run. */
  left: ValueSide | undefined;
  right: ValueSide | undefined;
  /** Only what differs, where there are two to differ. */
  only: boolean;
}

/** A value of both: what differs in it, or both whole. */
function Part({ of, changes, left, right, only }: PartProps) {
  const title = words[of];
  return (
    <div class="stack-s">
      <h4 class="row">
        {title}
        {left && right && <Sign differs={changes.length > 0} />}
      </h4>
      {changes.length > 0 && <ValueChanges changes={[...changes]} />}
      {!(only && left && right) && (
        <div class="compare-sides">
          <ValueView title={title} of={words.left} value={left?.values[of]} large={left?.largeOf(of)} heading={false} />
          <ValueView title={title} of={words.right} value={right?.values[of]} large={right?.largeOf(of)} heading={false} />
        </div>
      )}
    </div>
  );
}

function Sign({ differs }: { differs: boolean }) {
  return (
    <State {...(differs ? { tone: "progress", icon: "transfer" } : { tone: "skipped", icon: "check" })}>
      {differs ? words.differs : words.same}
    </State>
  );
}

interface StepPairProps {
  step: ComparedStep;
  left: ValueSide | undefined;
  right: ValueSide | undefined;
  isOpen: boolean;
  onToggle: () => void;
  only: boolean;
}

function StepPair({ step, left, right, isOpen, onToggle, only }: StepPairProps) {
  const { name, type } = step;
  const { icon, family } = lookOf(type);
  const [before, after] = [step.left?.durationMs ?? null, step.right?.durationMs ?? null];
  return (
    <li class="compare-step">
      <button type="button" class="compare-line" aria-expanded={isOpen} onClick={onToggle}>
        <span class={`waterfall-icon family-${family}`}>
          <Icon name={icon} />
        </span>
        <span class="strong cut compare-name">{name}</span>
        <Sign differs={step.differs} />
        <Ran step={step.left} />
        <Ran step={step.right} />
        <span class="soft figures compare-longer">{before !== null && after !== null && words.longer(after - before)}</span>
        <Icon name={isOpen ? "chevronDown" : "chevronRight"} />
      </button>
      {isOpen && (
        <div class="compare-body">
          <Part of="input" changes={step.input} left={left} right={right} only={only} />
          <Part of="output" changes={step.output} left={left} right={right} only={only} />
          {(step.left?.error ?? step.right?.error) && (
            <div class="compare-sides">
              <ErrorText error={step.left?.error} />
              <ErrorText error={step.right?.error} />
            </div>
          )}
        </div>
      )}
    </li>
  );
}

function Ran({ step }: { step: RunStep | undefined }) {
  return (
    <span class="compare-side">
      {step ? (
        <>
          <RunStatus status={step.status} />
          <span class="soft figures">{step.durationMs !== null && durationText(step.durationMs)}</span>
        </>
      ) : (
        <span class="soft">{words.notRun}</span>
      )}
    </span>
  );
}
