import { parseProblem } from "../../base/api/problem.ts";
import type { Run, RunStep } from "../../base/api/runs.ts";
import { FlowDrawing } from "../../editor/drawing/drawing.tsx";
import { Button } from "../../base/ui/button.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { labels } from "../../base/labels.ts";
import { runLabels } from "./run-labels.ts";
import { shortOf } from "../../base/ui/short-id.tsx";
import { Notice, ProblemNotice } from "../../base/ui/states.tsx";
import { Time } from "../../base/ui/time.tsx";
import { DeliveriesCard } from "./deliveries-card.tsx";
import { largeValueOf } from "./large-value.ts";
import { RunFacts } from "./run-facts.tsx";
import { RunLog } from "./run-log.tsx";
import { isOver, type RunModel } from "./run-model.ts";
import { StepData } from "./step-data.tsx";
import { ValueView } from "./value-view.tsx";
import { Waterfall } from "./waterfall.tsx";
import { StatusIcon } from "../../base/ui/status.tsx";
import { toneOf } from "../../base/ui/status-look.ts";
import "../../editor/drawing/flow.css";
import "./run.css";

const words = runLabels;

const clock = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

interface Props {
  model: RunModel;
  run: Run;
  mayEdit: boolean;
  onRunFrom: (step: RunStep) => void;
}

/** Everything about a run: why it failed first, then where it went and how long it took, then every value. */
export function RunView({ model, run, mayEdit, onRunFrom }: Props) {
  const { value: flow, problem: flowProblem, loading: flowLoading, load: loadFlow } = model.flow;
  const step = model.selected.value;
  const { value: deliveries, problem: deliveriesProblem } = model.deliveries;
  const title = words.title(shortOf(run.runId));
  const waiting = run.steps.find((each) => each.status === "Waiting" && each.dueAt !== null);
  const runFrom = mayEdit && isOver(run) ? onRunFrom : undefined;
  return (
    <div class="run-view">
      {run.error && <Failure model={model} run={run} onRunFrom={runFrom} />}
      {waiting?.dueAt && (
        <p class={`run-wait status-${toneOf("Waiting")}`}>
          <StatusIcon status="Waiting" /> <span class="strong">{waiting.name}</span>{" "}
          {words.waitingUntil(clock.format(new Date(waiting.dueAt)))} <Time at={waiting.dueAt} />
        </p>
      )}
      <div class="run-maps">
        <section class="run-flow" aria-label={words.sections.flow} aria-busy={flowLoading.value}>
          {flowProblem.value && flowProblem.value.status !== 404 && (
            <ProblemNotice problem={flowProblem.value} onRetry={() => void loadFlow()} />
          )}
          {flow.value && (
            <FlowDrawing
              flow={flow.value}
              ran={model.ran.value}
              selected={step?.nodeId}
              onSelect={(id) => id !== undefined && run.steps.some(({ nodeId }) => nodeId === id) && model.select(id)}
            />
          )}
        </section>
        <Waterfall model={model} run={run} />
      </div>
      {step ? (
        <StepData key={step.place} model={model} run={run} step={step} onRunFrom={step === model.failedStep.value ? undefined : runFrom} />
      ) : (
        <p class="soft">{words.step.none}</p>
      )}
      <div class="run-values">
        <ValueView title={words.sections.input} of={title} value={run.input} large={largeValueOf(model.workflowId, run, "input")} />
        {run.status === "Success" && (
          <ValueView title={words.sections.output} of={title} value={run.output} large={largeValueOf(model.workflowId, run, "output")} />
        )}
      </div>
      {run.warnings.length > 0 && (
        <Notice kind="warning" title={words.sections.warnings}>
          {run.warnings.map(({ path, message }) => [path, message].filter(Boolean).join(": ")).join(" ")}
        </Notice>
      )}
      {deliveriesProblem.value && <ProblemNotice problem={deliveriesProblem.value} onRetry={() => void model.reload()} />}
      {deliveries.value && <DeliveriesCard model={model} deliveries={deliveries.value} mayEdit={mayEdit} />}
      <section class="card run-card" aria-labelledby="run-facts">
        <div class="run-card-head">
          <h3 id="run-facts">{words.sections.facts}</h3>
        </div>
        <RunFacts workflowId={model.workflowId} run={run} />
      </section>
      <RunLog run={run} />
    </div>
  );
}

function Failure({ model, run, onRunFrom }: { model: RunModel; run: Run; onRunFrom: ((step: RunStep) => void) | undefined }) {
  const failed = model.failedStep.value;
  const { title, code, suggestion } = parseProblem(0, { ...run.error, title: run.error?.message });
  const node = run.error?.node;
  return (
    <div class="notice notice-failed run-failure" role="alert">
      <Icon name="alert" />
      <div class="grow stack-s">
        <p class="strong">{node ? labels.common.failedAt(node) : words.failed}</p>
        <p class="break">{title}</p>
        {suggestion && <p class="soft break">{suggestion}</p>}
        <p class="mono soft">{code}</p>
      </div>
      {failed && onRunFrom && (
        <Button kind="main" icon="play" onClick={() => onRunFrom(failed)}>
          {words.againFrom}
        </Button>
      )}
    </div>
  );
}
