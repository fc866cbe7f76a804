import { useRef } from "preact/hooks";
import { Button } from "../../base/ui/button.tsx";
import { flowLabels } from "../drawing/flow-labels.ts";
import { ProblemNotice } from "../../base/ui/states.tsx";
import { workflowLabels } from "../../base/workflow/workflow-labels.ts";
import { nodesIn } from "../../base/workflow/node-reference.ts";
import { ProblemList } from "../../base/workflow/problem-list.tsx";
import type { FlowModel } from "../drawing/flow-model.ts";
import { placeOfId } from "../../base/json/json-text.ts";
import { Icon } from "../../base/ui/icons.tsx";
import { State } from "../../base/ui/status.tsx";
import { successLook } from "../../base/ui/status-look.ts";

const words = flowLabels;

/** The flow as text: checked while it is typed, saved over the state that it was made from. */
export function JsonEditor({ model }: { model: FlowModel }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLPreElement>(null);
  const mayEdit = model.mayEdit();
  const showNode = (id: string) => {
    const place = placeOfId(model.text.value, id);
    if (!place || !area.current) return;
    area.current.focus();
    area.current.setSelectionRange(place.from, place.to);
    const line = model.text.value.slice(0, place.from).split("\n").length;
    area.current.scrollTop = (line - 4) * lineHeight;
  };
  return (
    <div class="editor">
      <div class="editor-main">
        <p class="soft" id="editor-hint">
          {mayEdit ? words.editorHint : words.mayNotEdit}
        </p>
        {model.isStale.value && <StaleNotice model={model} />}
        {model.save.problem.value && <ProblemNotice problem={model.save.problem.value} />}
        <div class="editor-frame">
          <pre ref={gutter} class="editor-lines" aria-hidden="true">
            {lineNumbers(model.text.value)}
          </pre>
          <textarea
            ref={area}
            class="editor-text mono"
            aria-label={words.editor}
            aria-describedby="editor-hint"
            aria-keyshortcuts="Control+S"
            aria-invalid={model.parsed.value.ok ? undefined : true}
            wrap="off"
            spellcheck={false}
            autocomplete="off"
            readOnly={!mayEdit}
            value={model.text.value}
            onInput={(event) => (model.text.value = event.currentTarget.value)}
            onScroll={(event) => (gutter.current!.scrollTop = event.currentTarget.scrollTop)}
            onKeyDown={(event) => {
              if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
              event.preventDefault();
              if (mayEdit) void model.submit();
            }}
          />
        </div>
        {mayEdit && (
          <div class="row">
            <Button
              kind="main"
              busy={model.save.busy.value}
              disabled={!model.parsed.value.ok || !model.dirty.value}
              onClick={() => void model.submit()}
            >
              {words.save}
            </Button>
            <Button disabled={!model.parsed.value.ok} onClick={model.format}>
              {words.format}
            </Button>
            <Button kind="quiet" disabled={!model.dirty.value} onClick={model.discard}>
              {words.discard}
            </Button>
            <span class="soft" role="status">
              {model.dirty.value ? words.unsaved : ""}
            </span>
          </div>
        )}
      </div>
      <LiveProblems model={model} onNode={showNode} />
    </div>
  );
}

/** As in flow.css; the editor scrolls by it to a line. */
const lineHeight = 19;
const lineNumbers = (text: string): string => Array.from({ length: text.split("\n").length }, (_, at) => at + 1).join("\n");

function StaleNotice({ model }: { model: FlowModel }) {
  return (
    <div class="notice notice-warning" role="alert">
      <Icon name="warning" />
      <div class="grow stack-s">
        <p class="strong">{words.stale.title}</p>
        <p>{words.stale.detail}</p>
        <div class="row">
          <Button onClick={() => void model.takeTheirs()}>{words.stale.takeTheirs}</Button>
          <Button busy={model.save.busy.value} onClick={() => void model.overwrite()}>
            {words.stale.overwrite}
          </Button>
        </div>
      </div>
    </div>
  );
}

function LiveProblems({ model, onNode }: { model: FlowModel; onNode: (id: string) => void }) {
  const parsed = model.parsed.value;
  const problems = model.checked.value;
  return (
    <section class="editor-problems stack" aria-labelledby="editor-problems">
      <div class="row-apart">
        <h2 id="editor-problems">
          {problems.length > 0 && parsed.ok ? workflowLabels.problemList.count(problems.length) : words.problems}
        </h2>
        {model.checking.value && (
          <span class="soft row">
            <span class="spinner" aria-hidden="true" />
            {words.checking}
          </span>
        )}
      </div>
      <div role="status" aria-live="polite" class="stack">
        {!parsed.ok ? (
          <p class="field-error">
            {words.noJson(parsed.message)}
            {parsed.line === undefined ? "" : `, ${words.line(parsed.line, parsed.column ?? 1)}`}
          </p>
        ) : model.checkFailed.value ? (
          <ProblemNotice problem={model.checkFailed.value} />
        ) : problems.length === 0 ? (
          <p class="flow-fine">
            <State plain {...successLook}>
              {words.noProblems}
            </State>
          </p>
        ) : (
          <ProblemList problems={problems} nodes={nodesIn(parsed.value)} onNode={onNode} />
        )}
      </div>
    </section>
  );
}
