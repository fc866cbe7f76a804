import { CodeBlock } from "../../../base/ui/code-block.tsx";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { RunStatus } from "../../../base/ui/status.tsx";
import { durationText } from "../../../base/ui/time-text.ts";
import { tryItLabels } from "../../../editor/input/trial-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import type { TryItModel } from "./try-it-model.ts";

const words = tryItLabels;

/** How the call goes, and what came of it. */
export function RunResult({ model }: { model: TryItModel }) {
  const { workflow } = useWorkflow();
  const running = model.running.value;
  const result = model.result.value;
  const failure = model.failure.value;
  const status = model.status.value;
  const runId = model.runId.value;
  return (
    <div class="try-result" aria-live="polite" aria-busy={running}>
      {!running && !result && !failure && <p class="soft">{words.waitingHere}</p>}
      {status && (
        <div class="row-apart">
          <RunStatus status={status} />
          <span class="soft figures">
            {running
              ? labels.common.elapsed(durationText(model.elapsedMs.value))
              : result && durationText(result.durationMs ?? result.elapsedMs)}
          </span>
        </div>
      )}
      {runId && (
        <div class="row try-run">
          <span class="soft">{words.runId}</span>
          <a class="break" href={`/workflows/${workflow.id}/runs/${runId}`}>
            <code>{runId}</code>
          </a>
          <CopyButton text={runId} label={words.copyRunId} />
        </div>
      )}
      {failure && <ProblemNotice problem={failure} />}
      {result && result.warnings.length > 0 && (
        <div class="notice notice-warning">
          <Icon name="warning" />
          <div class="grow stack-s">
            <p class="strong">{words.warnings}</p>
            <ul class="notice-list">
              {result.warnings.map((warning) => (
                <li key={warning} class="break">
                  {warning}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {result?.status === "Success" && (
        <div class="field">
          <h3>{words.output}</h3>
          <CodeBlock text={JSON.stringify(result.output ?? null, null, 2)} label={words.output} copyLabel={words.copyOutput} />
        </div>
      )}
    </div>
  );
}
