import { type Problem, parseProblem } from "../../base/api/problem.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { Button } from "../../base/ui/button.tsx";
import { CodeBlock } from "../../base/ui/code-block.tsx";
import { CopyButton } from "../../base/ui/copy-button.tsx";
import { labels } from "../../base/labels.ts";
import { Notice, ProblemNotice } from "../../base/ui/states.tsx";
import { RunStatus } from "../../base/ui/status.tsx";
import { durationText } from "../../base/ui/time-text.ts";
import { testRunLabels } from "../input/trial-labels.ts";
import { ProblemList } from "../../base/workflow/problem-list.tsx";
import type { RunDetail } from "./run-data.ts";
import { StepRow } from "./step-row.tsx";
import type { TestRunModel } from "./test-run-model.ts";

const words = testRunLabels;

/** How the run goes: what came of it on top, then what each node got and gave. */
export function RunOutcome({ editor, model }: { editor: FlowEditor; model: TestRunModel }) {
  const detail = model.detail.value;
  const running = model.running.value;
  const refusal = model.refusal.value;
  return (
    <div class="test-run-outcome">
      <div class="stack" aria-live="polite" aria-busy={running}>
        {!running && !detail && !refusal && <p class="soft test-run-empty">{words.empty}</p>}
        {(running || detail) && (
          <div class="row-apart">
            <span class="row">
              <RunStatus status={detail?.status ?? "In Progress"} />
              <span class="soft figures">
                {running
                  ? labels.common.elapsed(durationText(model.elapsedMs.value))
                  : detail && detail.durationMs !== null && durationText(detail.durationMs)}
              </span>
            </span>
            {detail && (
              <span class="row test-run-id">
                <code class="soft cut">{detail.runId}</code>
                <CopyButton text={detail.runId} label={words.copyRunId} />
              </span>
            )}
          </div>
        )}
        {refusal && <Refusal editor={editor} problem={refusal} />}
        {detail && <Result editor={editor} detail={detail} until={model.until.value} />}
      </div>
      {detail && detail.steps.length > 0 && <Log editor={editor} model={model} detail={detail} />}
    </div>
  );
}

function Refusal({ editor, problem }: { editor: FlowEditor; problem: Problem }) {
  if (problem.code !== "not_deployable") return <ProblemNotice problem={problem} />;
  const show = (id: string) => {
    editor.select([id]);
    const path = problem.errors.find(({ node }) => node === id)?.path;
    editor.focusPath.value = path?.replace(/^\/nodes\/\d+/, "") ?? "";
  };
  return (
    <div class="stack" role="alert">
      <div class="stack-s">
        <p class="strong">{words.blocked}</p>
        <p class="soft">{words.blockedLead}</p>
      </div>
      <ProblemList problems={problem.errors} nodes={editor.document.value.nodes} onNode={show} />
    </div>
  );
}

function Result({ editor, detail, until }: { editor: FlowEditor; detail: RunDetail; until: string | undefined }) {
  const { status, output, error, warnings } = detail;
  const failed = error && editor.document.value.nodes.find(({ name }) => name === error.node);
  const target = until === undefined ? undefined : editor.nodeById(until);
  return (
    <>
      {error && (
        <ProblemNotice
          problem={{
            ...parseProblem(0, error),
            title: error.node ? labels.common.failedAt(error.node) : error.message,
            detail: error.message,
          }}
          action={failed && <Button onClick={() => editor.select([failed.id])}>{words.show}</Button>}
        />
      )}
      {warnings.length > 0 && (
        <Notice kind="warning" title={words.warnings}>
          {warnings.map(({ path, message }) => [path, message].filter(Boolean).join(": ")).join(" ")}
        </Notice>
      )}
      {status === "Success" && (
        <div class="field">
          <h3>{target ? words.stoppedAt(target.name) : words.output}</h3>
          <CodeBlock text={JSON.stringify(output ?? null, null, 2)} label={words.output} copyLabel={words.copyOutput} />
        </div>
      )}
    </>
  );
}

function Log({ editor, model, detail }: { editor: FlowEditor; model: TestRunModel; detail: RunDetail }) {
  const { steps } = detail;
  const began = Date.parse(detail.startedAt);
  const last = Math.max(...steps.map((step) => Date.parse(step.endedAt ?? step.startedAt)), began + 1);
  return (
    <section class="stack-s" aria-labelledby="test-run-log">
      <div class="row-apart">
        <h3 id="test-run-log">{words.log}</h3>
        <span class="soft">{words.steps(steps.length)}</span>
      </div>
      <ol class="log-steps">
        {steps.map((step) => (
          <StepRow key={step.place} editor={editor} model={model} step={step} began={began} wholeMs={last - began} />
        ))}
      </ol>
    </section>
  );
}
