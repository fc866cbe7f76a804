import type { FlowNode } from "../document/changes.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { canBePinned, lineOf } from "../test-run/run-data.ts";
import type { TestRunModel } from "../test-run/test-run-model.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Button } from "../../base/ui/button.tsx";
import { CodeBlock } from "../../base/ui/code-block.tsx";
import { Field } from "../../base/ui/field.tsx";
import { inspectorLabels } from "./inspector-labels.ts";
import { labels } from "../../base/labels.ts";
import { RunStatus } from "../../base/ui/status.tsx";
import { durationText } from "../../base/ui/time-text.ts";
import { ProblemList } from "../../base/workflow/problem-list.tsx";
import { ShareField, useField } from "./field-world.ts";
import { JsonField } from "./json-field.tsx";
import { looseProblems, NodeSettings } from "./node-settings.tsx";
import { InputsEditor } from "./workflow-fields.tsx";
import { hasRole } from "../drawing/node-kinds.ts";

const words = inspectorLabels;

/** What stands below a node's name: problems, settings, description, its last run and ways to test it. */
export function NodePanel({ editor, node, run }: { editor: FlowEditor; node: FlowNode; run: TestRunModel }) {
  const readOnly = !editor.mayEdit.value;
  return (
    <ShareField value={{ editor, run, node, readOnly }}>
      <div class="insp-main">
        <LooseProblems />
        {hasRole(node, "start") ? (
          <>
            <p class="soft">{words.startLead}</p>
            <div data-ready class="stack">
              <InputsEditor editor={editor} />
            </div>
          </>
        ) : (
          <div data-ready class="stack insp-fields">
            <NodeSettings />
          </div>
        )}
        <DescriptionField />
        <LastRun />
      </div>
    </ShareField>
  );
}

function LooseProblems() {
  const world = useField();
  const problems = looseProblems(world);
  return problems.length > 0 ? <ProblemList problems={problems} nodes={[world.node]} /> : null;
}

function DescriptionField() {
  const { editor, node, readOnly } = useField();
  if (readOnly && !node.description) return null;
  return (
    <Field label={words.description} optional>
      {(ties) => (
        <textarea
          {...ties}
          class="input insp-description"
          rows={1}
          data-path="/description"
          maxLength={2000}
          readOnly={readOnly}
          value={node.description ?? ""}
          onInput={(event) =>
            editor.apply(
              { kind: "setNode", id: node.id, set: { description: event.currentTarget.value || undefined } },
              `${node.id}/description`,
            )
          }
          onBlur={() => editor.endGroup()}
        />
      )}
    </Field>
  );
}

/** What the node got and gave last, and how to run it again. */
function LastRun() {
  const { node, run, readOnly } = useField();
  const sample = run.samples.value.get(node.id);
  const pinned = run.pins.value.has(node.id);
  const busy = run.running.value;
  const mayPin = canBePinned(node.type);
  return (
    <section class="insp-test stack" aria-labelledby="insp-test">
      <div class="row-apart">
        <h3 id="insp-test">{words.test.title}</h3>
        {sample && (
          <span class="row">
            <span class="soft figures">{sample.durationMs === null ? "" : durationText(sample.durationMs)}</span>
            <RunStatus status={sample.status} />
          </span>
        )}
      </div>
      <div class="row">
        {!hasRole(node, "start") && (
          <Button icon="play" disabled={busy} onClick={() => run.testNode(node.id)}>
            {words.test.node}
          </Button>
        )}
        <Button disabled={busy} onClick={() => void run.runUpTo(node.id)}>
          {builderLabels.menu.runUpTo}
        </Button>
        {mayPin && !readOnly && (
          <Button icon="pin" onClick={() => (pinned ? run.unpin(node.id) : run.pin(node.id, sample?.output ?? {}))}>
            {pinned ? builderLabels.pin.unset : sample?.status === "Success" ? builderLabels.pin.set : builderLabels.pin.other}
          </Button>
        )}
      </div>
      {pinned && (
        <JsonField
          label={builderLabels.pin.output}
          hint={builderLabels.pin.hint}
          value={run.pins.value.get(node.id)}
          readOnly={readOnly}
          onValue={(value) => run.pin(node.id, value ?? null)}
        />
      )}
      {sample ? (
        <>
          {sample.error && <p class="field-error">{sample.error.message}</p>}
          {!hasRole(node, "start") && <ValueBlock title={words.test.input} value={sample.input} />}
          {!pinned && <ValueBlock title={words.test.output} value={sample.output} />}
        </>
      ) : (
        <p class="soft">{words.test.noneYet}</p>
      )}
    </section>
  );
}

function ValueBlock({ title, value }: { title: string; value: unknown }) {
  const line = lineOf(value);
  if (line === undefined) return null;
  return (
    <details class="insp-value">
      <summary>
        <span>{title}</span> <code class="cut soft">{line}</code>
      </summary>
      <CodeBlock
        text={typeof value === "string" ? value : JSON.stringify(value, null, 2)}
        label={title}
        copyLabel={`${labels.common.copy} ${title.toLowerCase()}`}
      />
    </details>
  );
}
