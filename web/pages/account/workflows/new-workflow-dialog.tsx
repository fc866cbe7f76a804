import { lazyPage } from "../../../base/ui/lazy-page.tsx";
import { navigate } from "../../../base/router/router.ts";
import { startGuide } from "../../workflow/first-steps/guide.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { toastWay } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useShown } from "../../../base/ui/use-shown.ts";
import { type WayToBegin, waysToBegin } from "../../workflow/first-steps/ways-to-begin.ts";
import { WorkflowFields } from "../../shared/workflow-form/workflow-fields.tsx";
import { TriedForm } from "../../../base/ui/tried-form.tsx";
import { createWorkflowFormModel } from "../../shared/workflow-form/workflow-form-model.ts";

const TemplateGallery = lazyPage<{ onClose: () => void }>(async () => (await import("./template-gallery.tsx")).TemplateGallery);
const ImportForm = lazyPage<{ onClose: () => void; onImported: () => void }>(async () => (await import("./import-form.tsx")).ImportForm);

const words = labels.newWorkflow;
const icons = { blank: "plus", template: "workflows", import: "upload" } as const;

interface Props {
  way: WayToBegin;
  onWay: (way: WayToBegin) => void;
  onClose: () => void;
  onMade: () => void;
}

/** A new workflow: blank, from a template, or from the files of an export. */
export function NewWorkflowDialog({ way, onWay, onClose, onMade }: Props) {
  return (
    <Dialog title={words.title} onClose={onClose} size="roomy">
      <div class="new-workflow">
        <Tabs
          vertical
          label={words.ways}
          tabs={waysToBegin.map((key) => ({ key, ...words.tabs[key], icon: icons[key] }))}
          current={way}
          onChange={onWay}
        >
          {way === "blank" && <Blank onClose={onClose} onMade={onMade} />}
          {way === "template" && <TemplateGallery onClose={onClose} />}
          {way === "import" && <ImportForm onClose={onClose} onImported={onMade} />}
        </Tabs>
      </div>
    </Dialog>
  );
}

function Blank({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const isShown = useShown();
  const model = useModel(() => createWorkflowFormModel());
  const guide = useModel(() => createAction(startGuide));
  return (
    <TriedForm
      class="form"
      onSubmit={async () => {
        const made = await model.submit();
        if (!made) return;
        const href = `/workflows/${made.id}`;
        if (isShown()) return navigate(href);
        toastWay(labels.workflowForm.created(made.name), href);
        onMade();
      }}
    >
      {model.problem.value && <ProblemNotice problem={model.problem.value} />}
      <WorkflowFields model={model} />
      {guide.problem.value && <ProblemNotice problem={guide.problem.value} />}
      <button type="button" class="new-guide" aria-busy={guide.busy.value || undefined} onClick={() => void guide.run()}>
        <Icon name="start" />
        <span>
          <span class="strong">{words.guide}</span>
          <span class="soft">{words.guideHint}</span>
        </span>
      </button>
      <div class="form-actions">
        <Button onClick={onClose}>{labels.common.cancel}</Button>
        <Button kind="main" type="submit" busy={model.busy.value}>
          {labels.workflowForm.create}
        </Button>
      </div>
    </TriedForm>
  );
}
