import type { Run, RunStep } from "../api/runs.ts";
import { parseProblem } from "../api/problem.ts";
import { runs } from "../api/runs.ts";
import { FlowDrawing } from "../flow/drawing.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { runLabels } from "../ui/run-labels.ts";
import { Notice } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { DeliveriesCard } from "./deliveries-card.tsx";
import { RunFacts } from "./run-facts.tsx";
import { RunLog } from "./run-log.tsx";
import { isOver, type RunModel } from "./run-model.ts";
import { StepData } from "./step-data.tsx";
import { ValueView } from "./value-view.tsx";
import { Waterfall } from "./waterfall.tsx";
import "../flow/flow.css";
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
  const flow = model.flow.value;
  const step = model.selected.value;
  const deliveries = model.deliveries.value;
  const waiting = run.steps.find((each) => each.status === "Waiting" && each.dueAt !== null);
  const runFrom = mayEdit && isOver(run) ? onRunFrom : undefined;
  return (
    <div class="run-view">
      {run.error && <Failure model={model} run={run} onRunFrom={runFrom} />}
      {waiting?.dueAt && (
        <p class="run-wait status-waiting">
          <Icon name="time" /> <span class="strong">{waiting.name}</span> {words.waitingUntil(clock.format(new Date(waiting.dueAt)))}{" "}
          <Time at={waiting.dueAt} />
        </p>
      )}
      <div class="run-maps">
        <section class="run-flow" aria-label={words.sections.flow}>
          {flow && (
            <FlowDrawing
              flow={flow}
              ran={model.ran.value}
              selected={step?.nodeId}
              onSelect={(id) => id !== undefined && run.steps.some(({ nodeId }) => nodeId === id) && model.select(id)}
            />
          )}
        </section>
        <Waterfall model={model} run={run} />
      </div>
      {step ? (
        <StepData key={step.nodeId} model={model} run={run} step={step} onRunFrom={step === model.failedStep.value ? undefined : runFrom} />
      ) : (
        <p class="soft">{words.step.none}</p>
      )}
      <div class="run-values">
        <ValueView title={words.sections.input} of={words.title(run.runId.slice(-8))} value={run.input} {...largeInput(model, run)} />
        {run.status === "Success" && (
          <ValueView
            title={words.sections.output}
            of={words.title(run.runId.slice(-8))}
            value={run.output}
            tooLarge={run.tooLarge.output}
            load={() => runs.value(model.workflowId, run.runId, "output", undefined)}
          />
        )}
      </div>
      {run.warnings.length > 0 && (
        <Notice kind="waiting" title={words.sections.warnings}>
          {run.warnings.map(({ path, message }) => [path, message].filter(Boolean).join(": ")).join(" ")}
        </Notice>
      )}
      {deliveries && <DeliveriesCard model={model} deliveries={deliveries} mayEdit={mayEdit} />}
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

function largeInput(model: RunModel, run: Run) {
  const { input } = run.tooLarge as { input?: number };
  return input === undefined ? {} : { tooLarge: input, load: () => runs.value(model.workflowId, run.runId, "input", undefined) };
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
