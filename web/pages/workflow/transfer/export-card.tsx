import { signal } from "@preact/signals";
import { transfer, versions } from "../../../base/api/management.ts";
import { WhoCanGive } from "../../../base/workflow/who-can-give.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { Field } from "../../../base/ui/field.tsx";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { saveFile } from "../../../base/ui/save-file.ts";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { transferLabels } from "./transfer-labels.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { versionsLabels } from "../versions/versions-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";

const words = transferLabels.export;

function createExportModel(workflowId: string, first: string) {
  const list = createPagedList((cursor) => versions.list(workflowId, cursor));
  const choice = signal(first);
  const run = createAction(async () => {
    const { name, content } = await transfer.export(workflowId, choice.value);
    saveFile(name, content);
    toast(versionsLabels.exported(name));
  });
  return { list, choice, run, start: () => void list.reload() };
}

/** The workflow as an archive: the deployed version unless another is chosen. */
export function ExportCard() {
  const { model: shared, workflow } = useWorkflow();
  const { deployment } = workflow;
  const model = useModel(() => createExportModel(workflow.id, deployment ? "deployed" : "draft"), workflow.id);
  const busy = model.run.busy.value;
  return (
    <section class="card" aria-labelledby="export-title">
      <div class="card-head">
        <h2 id="export-title">{words.title}</h2>
      </div>
      {!shared.may("workflow.export") ? (
        <WhoCanGive what={words.forbidden} right="workflow.export" />
      ) : (
        <form
          class="card-body form"
          onSubmit={(event) => {
            event.preventDefault();
            void model.run.run();
          }}
        >
          <p class="soft">{words.body}</p>
          <Field label={words.version} hint={busy ? words.fixed : undefined}>
            {(ties) => (
              <select
                {...ties}
                class="select"
                value={model.choice.value}
                disabled={busy}
                onChange={(event) => (model.choice.value = event.currentTarget.value)}
              >
                {deployment && <option value="deployed">{words.deployed(deployment.versionNumber)}</option>}
                <option value="draft">{words.draft}</option>
                {(model.list.items.value ?? [])
                  .filter(({ deployed }) => !deployed)
                  .map(({ id, number, name }) => (
                    <option key={id} value={id}>
                      {versionsLabels.number(number)} {name}
                    </option>
                  ))}
              </select>
            )}
          </Field>
          {model.list.problem.value && <ProblemNotice problem={model.list.problem.value} onRetry={() => void model.list.reload()} />}
          {model.run.problem.value && <ProblemNotice problem={model.run.problem.value} />}
          <div class="form-actions">
            <Button kind="main" icon="download" type="submit" busy={busy}>
              {words.action}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
