import type { ImportDone } from "../../../base/api/management.ts";
import { WhoCanGive } from "../../../base/workflow/who-can-give.tsx";
import { me } from "../../../base/session/session-model.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Toggle } from "../../../base/ui/field.tsx";
import { Notice, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { transferLabels } from "./transfer-labels.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { ConflictsDialog } from "./conflicts-dialog.tsx";
import { FileDrop } from "./file-drop.tsx";
import { createImportModel } from "./import-model.ts";
import { ImportPreviewShown } from "./import-preview.tsx";

const words = transferLabels.import;

/** Imports an export as the next state of this workflow's draft. */
export function ImportCard() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createImportModel(workflow.id, shared.reload), workflow.id);
  const mayImport = shared.may("workflow.import") && (me.value?.capabilities.includes("workflows.create") ?? false);
  const preview = model.preview.value;
  const refused = model.run.problem.value;
  return (
    <section class="card" aria-labelledby="import-title">
      <div class="card-head">
        <h2 id="import-title">{words.action}</h2>
      </div>
      {!mayImport ? (
        <WhoCanGive what={words.forbidden} right="workflow.import" />
      ) : (
        <div class="card-body stack-l">
          <p class="soft">{words.body}</p>
          {model.done.value && <Done done={model.done.value} workflowId={workflow.id} />}
          <FileDrop chosen={model.chosen.value} taken={model.taken.value} onChoose={model.choose} />
          {model.compare.busy.value && (
            <div role="status">
              <p class="soft">{words.reading}</p>
              <Skeleton lines={3} />
            </div>
          )}
          {model.compare.problem.value && <ProblemNotice problem={model.compare.problem.value} onRetry={() => void model.compare.run()} />}
          {preview && (
            <>
              <div class="import-preview stack-l">
                <h2>{words.preview}</h2>
                <ImportPreviewShown preview={preview} />
              </div>
              <Toggle
                label={words.backup}
                checked={model.backup.value}
                onChange={(on) => (model.backup.value = on)}
                hint={words.backupHint(preview.backup.fileName)}
              />
              {refused && !model.resolving.value && (
                <ProblemNotice
                  problem={refused}
                  action={model.isStale.value && <Button onClick={() => void model.compare.run()}>{words.compareAgain}</Button>}
                />
              )}
              <div class="form-actions">
                <Button kind="main" icon="upload" disabled={!preview.canImport} busy={model.run.busy.value} onClick={model.proceed}>
                  {words.action}
                </Button>
              </div>
              {model.resolving.value && <ConflictsDialog model={model} conflicts={preview.variables.conflicting} />}
            </>
          )}
        </div>
      )}
    </section>
  );
}

function Done({ done: { kept, needsValue }, workflowId }: { done: ImportDone; workflowId: string }) {
  return (
    <Notice
      kind="success"
      title={words.done}
      action={
        <div class="row">
          {needsValue.length > 0 && (
            <a class="button" href={`/workflows/${workflowId}/variables`}>
              {words.openVariables}
            </a>
          )}
          <a class="button" href={`/workflows/${workflowId}`}>
            {words.openFlow}
          </a>
        </div>
      }
    >
      {words.doneKept(kept.name)} {needsValue.length > 0 && words.needsValue(needsValue.join(", "))}
    </Notice>
  );
}
