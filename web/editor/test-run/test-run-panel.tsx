import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { FlowEditor } from "../document/flow-editor.ts";
import { InputField } from "../input/input-field.tsx";
import { afterRender } from "../../base/ui/after-render.ts";
import { Button } from "../../base/ui/button.tsx";
import { Field } from "../../base/ui/field.tsx";
import { testRunLabels } from "../input/trial-labels.ts";
import { RunOutcome } from "./run-outcome.tsx";
import { type TestRunModel, testRunOf } from "./test-run-model.ts";
import "./test-run.css";

const words = testRunLabels;
/** Requests for a run that were already answered, by editor: one is answered once, whenever the panel appears. */
const answered = new WeakMap<FlowEditor, number>();

/** Runs the flow that is on the screen: its input, its log, its result. */
export function TestRunPanel({ editor }: { editor: FlowEditor }) {
  const model = testRunOf(editor);
  const form = useRef<HTMLFormElement>(null);
  const start = () => void model.run();
  const missed = model.missed.value;
  const missedBefore = useRef(0);
  useEffect(() => {
    if (missed === missedBefore.current) return;
    missedBefore.current = missed;
    afterRender(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  }, [missed]);
  const asked = editor.runRequest.value;
  useEffect(() => {
    if (asked <= (answered.get(editor) ?? 0)) return;
    answered.set(editor, asked);
    // The page's own Run means the flow.
    model.runAll();
  }, [asked]);
  useEffect(() => {
    void model.refresh();
    void model.loadVariables();
  }, []);
  const focus = model.focus.value;
  useLayoutEffect(() => {
    if (focus) form.current?.querySelector<HTMLElement>("textarea, input, select, button")?.focus();
  }, [focus?.id]);
  const node = focus && editor.nodeById(focus.id);
  const wanted = model.wanted.value === undefined ? undefined : editor.nodeById(model.wanted.value);
  return (
    <div class="test-run" role="region" aria-label={words.title}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the fields inside */}
      <form
        ref={form}
        class="test-run-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          start();
        }}
      >
        <div class="test-run-fields stack">
          {node && focus ? (
            <>
              <div class="stack-s">
                <h3>{words.testing(node.name)}</h3>
                <p class="soft">{words.testingLead}</p>
              </div>
              <InputFields model={model} />
              {focus.given.map(({ id, name, text }) => (
                <Field
                  key={id}
                  label={words.given(name)}
                  hint={words.givenHint}
                  error={model.givenErrors.value[id] === undefined ? undefined : words.notJson(model.givenErrors.value[id])}
                >
                  {(ties) => (
                    <textarea
                      {...ties}
                      class="input mono test-run-given"
                      rows={4}
                      spellcheck={false}
                      value={text}
                      onInput={(event) => model.setGiven(id, event.currentTarget.value)}
                    />
                  )}
                </Field>
              ))}
            </>
          ) : (
            <>
              <h3>{words.inputs}</h3>
              {model.inputs.value.length === 0 && <p class="soft">{words.noInputs}</p>}
              <InputFields model={model} />
            </>
          )}
        </div>
        <Actions model={model} testing={node !== undefined} upTo={wanted?.name} />
      </form>
      <RunOutcome editor={editor} model={model} />
    </div>
  );
}

function InputFields({ model }: { model: TestRunModel }) {
  return (
    <>
      {model.inputs.value.map((input) => (
        <InputField
          key={input.name}
          input={input}
          value={model.fields.value[input.name] ?? ""}
          error={model.errors.value[input.name]}
          onValue={(text) => model.setField(input.name, text)}
        />
      ))}
    </>
  );
}

interface ActionsProps {
  model: TestRunModel;
  testing: boolean;
  /** The name of the node that the run stops after. */
  upTo: string | undefined;
}

function Actions({ model, testing, upTo }: ActionsProps) {
  const running = model.running.value;
  const pinned = model.pins.value.size;
  return (
    <div class="test-run-actions">
      {pinned > 0 && (
        <p class="row soft">
          {words.pinnedCount(pinned)}
          <Button kind="quiet" onClick={() => (model.pins.value = new Map())}>
            {words.unpinAll}
          </Button>
        </p>
      )}
      <div class="row">
        <Button kind="main" type="submit" icon="play" busy={running} aria-keyshortcuts="Control+Enter Meta+Enter">
          {running
            ? words.running
            : testing
              ? words.runNode
              : upTo !== undefined
                ? words.runUpTo(upTo)
                : model.detail.value
                  ? words.runAgain
                  : words.run}
        </Button>
        {running && (
          <Button icon="stop" onClick={() => void model.cancel()}>
            {words.stop}
          </Button>
        )}
        {(testing || upTo !== undefined) && (
          <Button kind="quiet" onClick={model.wholeFlow}>
            {words.wholeFlow}
          </Button>
        )}
      </div>
    </div>
  );
}
