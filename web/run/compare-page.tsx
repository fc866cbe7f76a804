import { search as parameters } from "../shell/router.ts";
import { PageHead } from "../shell/page-head.tsx";
import type { Run, RunStep } from "../api/runs.ts";
import { lookOf } from "../flow/node-look.ts";
import { Toggle } from "../ui/field.tsx";
import { Icon } from "../ui/icons.tsx";
import { compareLabels, runLabels } from "../ui/run-labels.ts";
import { Notice, ProblemNotice, Skeleton } from "../ui/states.tsx";
import { RunStatus } from "../ui/status.tsx";
import { Time } from "../ui/time.tsx";
import { durationText } from "../ui/time-text.ts";
import { useModel } from "../ui/use-model.ts";
import { ValueChanges } from "../versions/value-changes.tsx";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { createCompareModel } from "./compare-model.ts";
import type { Compared, ComparedStep } from "./compare-runs.ts";
import { ValueView } from "./value-view.tsx";
import "../versions/diff.css";
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

function Both({ compared, model, workflowId }: { compared: Compared; model: ReturnType<typeof createCompareModel>; workflowId: string }) {
  const { left, right, steps } = compared;
  const only = model.onlyDifferences.value;
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
          <Part title={words.input} changes={compared.input} left={left.input} right={right.input} only={only} />
          <Part title={words.output} changes={compared.output} left={left.output} right={right.output} only={only} />
          {(left.error ?? right.error) && (
            <div class="compare-sides">
              <ErrorText run={left} />
              <ErrorText run={right} />
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
                key={step.name}
                step={step}
                isOpen={model.open.value.has(step.name)}
                onToggle={() => model.toggle(step.name)}
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
        {run.runId.slice(-8)}
      </a>
      <RunStatus status={run.status} />
      <span class="soft figures">
        {run.durationMs !== null && `${durationText(run.durationMs)} · `}
        <Time at={run.startedAt} /> · {run.version.name} · {run.row.source}
      </span>
    </div>
  );
}

function ErrorText({ run }: { run: Run }) {
  return (
    <div class="stack-s">
      <h4>{words.error}</h4>
      {run.error ? (
        <p class="break">
          {run.error.node && <span class="strong">{run.error.node} </span>}
          {run.error.message}
        </p>
      ) : (
        <p class="soft">–</p>
      )}
    </div>
  );
}

interface PartProps {
  title: string;
  changes: Compared["input"];
  left: unknown;
  right: unknown;
  only: boolean;
}

/** A value of both: what differs in it, or both whole. */
function Part({ title, changes, left, right, only }: PartProps) {
  return (
    <div class="stack-s">
      <h4 class="row">
        {title}
        <Sign differs={changes.length > 0} />
      </h4>
      {changes.length > 0 && <ValueChanges changes={[...changes]} />}
      {!only && (
        <div class="compare-sides">
          <ValueView title={title} of={words.left} value={left} heading={false} />
          <ValueView title={title} of={words.right} value={right} heading={false} />
        </div>
      )}
    </div>
  );
}

function Sign({ differs }: { differs: boolean }) {
  return (
    <span class={`status status-chip ${differs ? "status-waiting" : "status-skipped"}`}>
      <Icon name={differs ? "transfer" : "check"} />
      {differs ? words.differs : words.same}
    </span>
  );
}

function StepPair({ step, isOpen, onToggle, only }: { step: ComparedStep; isOpen: boolean; onToggle: () => void; only: boolean }) {
  const { name, type, left, right } = step;
  const { icon, family } = lookOf(type);
  const longer =
    left && right && left.durationMs !== null && right.durationMs !== null ? words.longer(right.durationMs - left.durationMs) : "";
  return (
    <li class="compare-step">
      <button type="button" class="compare-line" aria-expanded={isOpen} onClick={onToggle}>
        <span class={`waterfall-icon family-${family}`}>
          <Icon name={icon} />
        </span>
        <span class="strong cut compare-name">{name}</span>
        <Sign differs={step.differs} />
        <Side step={left} />
        <Side step={right} />
        <span class="soft figures compare-longer">{longer}</span>
        <Icon name={isOpen ? "chevronDown" : "chevronRight"} />
      </button>
      {isOpen && (
        <div class="compare-body">
          <Part
            title={words.input}
            changes={step.input}
            left={left?.input}
            right={right?.input}
            only={only && left !== undefined && right !== undefined}
          />
          <Part
            title={words.output}
            changes={step.output}
            left={left?.output}
            right={right?.output}
            only={only && left !== undefined && right !== undefined}
          />
          {(left?.error ?? right?.error) && (
            <div class="compare-sides">
              <p class="break">{left?.error?.message ?? "–"}</p>
              <p class="break">{right?.error?.message ?? "–"}</p>
            </div>
          )}
        </div>
      )}
    </li>
  );
}

function Side({ step }: { step: RunStep | undefined }) {
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
