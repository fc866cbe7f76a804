import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Template } from "#flow/templates/template.ts";
import { FlowDrawing } from "../../../editor/drawing/drawing.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { firstStepsLabels } from "../../workflow/first-steps/first-steps-labels.ts";
import { kindOf } from "../../../editor/drawing/node-kinds.ts";
import { labels } from "../../../base/labels.ts";
import { Notice, ProblemNotice } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useShown } from "../../../base/ui/use-shown.ts";
import { TriedForm } from "../../../base/ui/tried-form.tsx";
import { createTakeModel } from "./templates-model.ts";

const words = firstStepsLabels.templates;
const nobody: ReadonlySet<string> = new Set();

/** What a template does, and the little that has to be said before it becomes a workflow. */
export function TemplateDetail({ template, onBack, onClose }: { template: Template; onBack: () => void; onClose: () => void }) {
  const isShown = useShown();
  const model = useModel(() => createTakeModel(template, isShown));
  const form = useRef<HTMLFormElement>(null);
  const errors = model.errors.value;
  useLayoutEffect(() => form.current?.querySelector("input")?.focus({ preventScroll: true }), []);
  return (
    <TriedForm
      formRef={form}
      class="template-detail form"
      onSubmit={async () => {
        if (!(await model.submit())) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      }}
    >
      <div class="template-head">
        <Button kind="quiet" icon="chevronRight" class="turned" onClick={onBack}>
          {words.back}
        </Button>
      </div>
      <div class="stack-s">
        <h3>{template.name}</h3>
        <p class="soft">{template.purpose}</p>
      </div>
      <Drawing template={template} />
      {model.problem.value && <ProblemNotice problem={model.problem.value} />}
      <TextField
        label={words.name}
        value={model.name.value}
        onValue={(value) => (model.name.value = value)}
        error={errors.name}
        hint={words.nameHint}
        maxLength={100}
        first
      />
      {template.variables.length > 0 && (
        <fieldset class="template-variables">
          <legend class="strong">{words.variables}</legend>
          <p class="soft">{words.variablesHint}</p>
          {template.variables.map(({ name, notes }) => (
            <TextField
              key={name}
              label={name}
              value={model.values.value[name] ?? ""}
              onValue={(value) => model.setValue(name, value)}
              error={errors[`env.${name}`]}
              hint={notes}
              inputMode="url"
            />
          ))}
        </fieldset>
      )}
      {template.waits && <Notice kind="info" title={words.waits} />}
      <div class="form-actions">
        <Button onClick={onClose}>{labels.common.cancel}</Button>
        <Button kind="main" type="submit" busy={model.busy.value}>
          {words.create}
        </Button>
      </div>
    </TriedForm>
  );
}

/** A step that is chosen says below what it does. */
function Drawing({ template: { flow, name } }: { template: Template }) {
  const [selected, select] = useState<string | undefined>();
  const node = flow.nodes.find(({ id }) => id === selected);
  return (
    <div class="template-drawing" role="group" aria-label={words.drawing(name)}>
      <FlowDrawing flow={flow} troubled={nobody} selected={selected} onSelect={select} />
      <p class="soft" role="status">
        {node ? (
          <>
            <span class="strong">{node.name}</span> · {node.description || kindOf(node.type).summary}
          </>
        ) : (
          words.chooseNode
        )}
      </p>
    </div>
  );
}
