import { useLayoutEffect, useRef } from "preact/hooks";
import type { EndpointModel } from "./endpoint-model.ts";
import { hash } from "../../../base/router/router.ts";
import { afterRender } from "../../../base/ui/after-render.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Field } from "../../../base/ui/field.tsx";
import { ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { tryItLabels } from "../../../editor/input/trial-labels.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { InputField } from "../../../editor/input/input-field.tsx";
import { RunResult } from "./run-result.tsx";
import { createTryItModel, type TryItModel, type TryMode } from "./try-it-model.ts";
import { TriedForm } from "../../../base/ui/tried-form.tsx";
import "./try-it.css";

const words = tryItLabels;
const modes: readonly TryMode[] = ["sync", "async"];

/** A form of the deployed inputs that makes a real call and shows what comes of it. */
export function TryIt({ model: endpoint }: { model: EndpointModel }) {
  const { workflow, model: shared } = useWorkflow();
  const model = useModel(() => createTryItModel(workflow.id, endpoint, () => shared.may("keys.manage")), workflow.id);
  const section = useRef<HTMLElement>(null);
  const inputs = endpoint.inputs.value;
  const wanted = hash.value === "try" && inputs !== undefined;
  useLayoutEffect(() => {
    if (!wanted) return;
    section.current?.scrollIntoView({ block: "nearest" });
    section.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, [wanted]);

  const submit = async () => {
    if (!(await model.run())) afterRender(() => section.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  return (
    <section ref={section} class="card" id="try" aria-labelledby="try-title">
      <div class="card-head">
        <h2 id="try-title">{words.title}</h2>
        <span class="soft">{words.lead}</span>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the fields inside */}
      <TriedForm
        class="card-body form"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
      >
        {inputs ? (
          <>
            <KeyField model={model} />
            {inputs.length === 0 && <p class="soft">{words.noInputs}</p>}
            {inputs.map((input) => (
              <InputField
                key={input.name}
                input={input}
                value={model.fields.value[input.name] ?? ""}
                error={model.errors.value[input.name]}
                onValue={(text) => model.setField(input.name, text)}
              />
            ))}
            <div class="row-apart">
              <ModeChoice model={model} />
              <RunButtons model={model} />
            </div>
          </>
        ) : endpoint.version.problem.value ? (
          <ProblemNotice problem={endpoint.version.problem.value} onRetry={endpoint.version.load} />
        ) : (
          <Skeleton lines={5} />
        )}
      </TriedForm>
      {inputs && <RunResult model={model} />}
    </section>
  );
}

function KeyField({ model }: { model: TryItModel }) {
  const { model: shared } = useWorkflow();
  const problem = model.createKey.problem.value;
  return (
    <>
      <Field
        label={words.key}
        mandatory={!shared.may("keys.manage")}
        error={model.keyError.value}
        hint={shared.may("keys.manage") ? words.keyHint : words.keyHintNoRight}
      >
        {(ties) => (
          <div class="try-key">
            <input
              {...ties}
              class="input mono"
              type="password"
              autocomplete="off"
              spellcheck={false}
              placeholder={words.keyPlaceholder}
              value={model.key.value}
              onInput={(event) => (model.key.value = event.currentTarget.value)}
            />
            {shared.may("keys.manage") && (
              <Button icon="key" busy={model.createKey.busy.value} onClick={() => void model.createKey.run()}>
                {words.createKey}
              </Button>
            )}
          </div>
        )}
      </Field>
      {problem && <ProblemNotice problem={problem} />}
    </>
  );
}

function ModeChoice({ model }: { model: TryItModel }) {
  return (
    <div class="choice" role="radiogroup" aria-label={words.mode}>
      {modes.map((mode) => (
        <label key={mode}>
          <input
            type="radio"
            name="mode"
            checked={model.mode.value === mode}
            disabled={model.running.value}
            onChange={() => (model.mode.value = mode)}
          />
          {words.modes[mode]}
        </label>
      ))}
    </div>
  );
}

function RunButtons({ model }: { model: TryItModel }) {
  const running = model.running.value;
  return (
    <div class="row">
      {running && (
        <Button icon="stop" onClick={() => void model.cancel()}>
          {model.mode.value === "sync" ? words.stopWaiting : words.cancel}
        </Button>
      )}
      <Button
        kind="main"
        type="submit"
        icon="play"
        busy={running || model.createKey.busy.value}
        aria-keyshortcuts="Control+Enter"
        data-guide="call"
      >
        {running ? words.running : model.makesKey.value ? words.runWithNewKey : words.run}
      </Button>
    </div>
  );
}
