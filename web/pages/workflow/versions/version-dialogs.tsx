import { useSignal } from "@preact/signals";
import { type Version, versions } from "../../../base/api/management.ts";
import { errorOfField } from "../../../base/api/problem.ts";
import { ConfirmDialog } from "../../../base/ui/confirm-dialog.tsx";
import { DeleteDialog } from "../../../base/ui/delete-dialog.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { createAction, createResource } from "../../../base/ui/resource.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { versionsLabels } from "./versions-labels.ts";
import { LoadedDiff } from "./loaded-diff.tsx";
import type { VersionsModel } from "./versions-model.ts";

const words = versionsLabels;

export function VersionDialogs({ model, workflowId }: { model: VersionsModel; workflowId: string }) {
  const open = model.open.value;
  if (!open) return null;
  if (open.kind === "keep") return <NameDialog model={model} />;
  if (open.kind === "rename") return <NameDialog model={model} version={open.version} />;
  if (open.kind === "restore") return <RestoreDialog model={model} version={open.version} workflowId={workflowId} />;
  return (
    <DeleteDialog name={open.version.name} confirm={words.confirmDelete} act={() => model.remove(open.version)} onClose={model.close}>
      {words.deleteBody}
    </DeleteDialog>
  );
}

/** Saves the draft as a version, or renames and describes one. */
function NameDialog({ model, version }: { model: VersionsModel; version?: Version }) {
  const name = useSignal(version?.name ?? "");
  const description = useSignal(version?.description ?? "");
  const save = useModel(() => createAction(() => model.save(version, name.value, description.value)));
  const nameError = name.value.trim() === "" ? words.missingName : errorOfField(save.problem.value, "name");
  return (
    <FormDialog
      title={version ? words.renameTitle(version.name) : words.keepTitle}
      action={version ? labels.common.save : words.keepAction}
      onSubmit={() => {
        if (name.value.trim() !== "") void save.run();
      }}
      onClose={model.close}
      busy={save.busy.value}
      problem={!nameError ? save.problem.value : undefined}
    >
      {!version && <p class="soft">{words.keepLead}</p>}
      <TextField label={words.name} text={name} error={nameError} hint={words.nameHint} maxLength={100} first />
      <TextField label={words.description} optional text={description} lines={3} maxLength={2000} />
    </FormDialog>
  );
}

/** Shows how the draft will change, and replaces only the state that was compared. */
function RestoreDialog({ model, version, workflowId }: { model: VersionsModel; version: Version; workflowId: string }) {
  const tag = useModel(() => {
    const resource = createResource(() => versions.draftTag(workflowId));
    return { ...resource, start: resource.load };
  });
  return (
    <ConfirmDialog
      title={words.restoreTitle(version.name)}
      confirm={words.confirmRestore}
      wide
      act={async () => model.restore(version, tag.value.value === undefined ? await versions.draftTag(workflowId) : tag.value.value)}
      onClose={model.close}
    >
      <p>{words.restoreBody(version.name)}</p>
      <div class="stack">
        <h3>{words.restoreChanges}</h3>
        <LoadedDiff workflowId={workflowId} from="draft" to={version.id} same={words.restoreSame} />
      </div>
    </ConfirmDialog>
  );
}
