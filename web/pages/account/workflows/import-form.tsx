import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type ImportedWorkflow, transfer } from "../../../base/api/management.ts";
import { type ChosenFiles, formOf } from "../../workflow/transfer/chosen-files.ts";
import { FileDrop } from "../../workflow/transfer/file-drop.tsx";
import { navigate } from "../../../base/router/router.ts";
import { Button } from "../../../base/ui/button.tsx";
import { labels } from "../../../base/labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { Notice, ProblemNotice } from "../../../base/ui/states.tsx";
import { toast, toastWay } from "../../../base/ui/toasts.tsx";
import { transferLabels } from "../../workflow/transfer/transfer-labels.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { useShown } from "../../../base/ui/use-shown.ts";
import "../../workflow/transfer/import.css";

const words = transferLabels.asNew;
const kinds = transferLabels.import.kinds;

function createImportWorkflowModel(onImported: () => void, isShown: () => boolean) {
  const chosen = signal<ChosenFiles | undefined>();
  const done = signal<ImportedWorkflow | undefined>();
  const run = createAction(async () => {
    if (!chosen.value || chosen.value.strangers.length > 0) return;
    const made = await transfer.importWorkflow(formOf(chosen.value));
    const href = `/workflows/${made.workflow.id}`;
    if (!isShown()) {
      toastWay(words.done(made.workflow.name), href);
      return onImported();
    }
    if (made.problems.length + made.missing.length + made.needsValue.length > 0) {
      done.value = made;
      onImported();
      return;
    }
    toast(words.done(made.workflow.name));
    navigate(href);
  });
  return { chosen, done, run };
}

/** Imports a workflow as a new one, and lists what must still be done before it can run. */
export function ImportForm({ onClose, onImported }: { onClose: () => void; onImported: () => void }) {
  const isShown = useShown();
  const model = useModel(() => createImportWorkflowModel(onImported, isShown));
  const chosen = model.chosen.value;
  const done = model.done.value;
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    // A tab that was reached by its arrow keys keeps them.
    if (!document.activeElement?.closest("[role=tablist]")) form.current?.querySelector<HTMLElement>("input")?.focus();
  }, []);
  if (done) return <Outcome done={done} />;
  return (
    <form
      ref={form}
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void model.run.run();
      }}
    >
      <p class="soft">{words.body}</p>
      {model.run.problem.value && <ProblemNotice problem={model.run.problem.value} />}
      <FileDrop
        chosen={chosen}
        taken={model.run.problem.value ? false : undefined}
        onChoose={(files) => {
          model.run.clear();
          model.chosen.value = files;
        }}
      />
      <div class="form-actions">
        <Button onClick={onClose}>{labels.common.cancel}</Button>
        <Button kind="main" type="submit" disabled={!chosen || chosen.strangers.length > 0} busy={model.run.busy.value}>
          {words.action}
        </Button>
      </div>
    </form>
  );
}

function Outcome({ done: { workflow, problems, missing, needsValue } }: { done: ImportedWorkflow }) {
  const steps = [
    ...missing.map(({ kind, reference }) => `${kinds[kind] ?? kind} ${reference}: ${transferLabels.import.missing.toLowerCase()}.`),
    ...(needsValue.length > 0 ? [words.needsValue(needsValue.join(", "))] : []),
    ...(problems.length > 0 ? [words.problems(problems.length)] : []),
  ];
  return (
    <div class="form">
      <h3>{words.done(workflow.name)}</h3>
      <Notice kind="warning" title={words.doneLead} />
      <ul class="import-lines">
        {steps.map((step) => (
          <li key={step} class="break">
            {step}
          </li>
        ))}
      </ul>
      <div class="form-actions">
        {needsValue.length > 0 && (
          <a class="button" href={`/workflows/${workflow.id}/variables`}>
            {transferLabels.import.openVariables}
          </a>
        )}
        <a class="button button-main" data-first href={`/workflows/${workflow.id}`}>
          {words.openIt}
        </a>
      </div>
    </div>
  );
}
