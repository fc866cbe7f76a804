import { PageHead } from "../shell/page-head.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { EmptyState, ProblemNotice } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberRow } from "./member-row.tsx";
import { createSharingModel, type SharingModel } from "./sharing-model.ts";
import "./sharing.css";

const words = workflowLabels.sharing;

export function SharingPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createSharingModel(workflow, shared.reload), `${workflow.id} ${workflow.role}`);
  const mayShare = shared.may("workflow.share");
  const invite = () => {
    if (mayShare && model.givable.value.length > 0) model.open.value = { kind: "invite" };
  };
  useShortcuts({ n: invite });
  const inviteButton = mayShare && (
    <Button kind="main" icon="plus" onClick={invite}>
      {words.invite}
    </Button>
  );
  const refusal = model.changeRole.problem.value;
  return (
    <div class="page">
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={mayShare ? words.lead : words.mayNot}
        actions={inviteButton}
      />
      {refusal && <ProblemNotice problem={refusal} action={<Button onClick={() => void model.reset()}>{words.reset}</Button>} />}
      {model.rolesProblem.value && <ProblemNotice problem={model.rolesProblem.value} onRetry={model.start} />}
      <PagedTable
        list={model.list}
        columns={[
          { label: words.columns.person, class: "table-main" },
          { label: words.columns.role },
          { label: words.columns.source, class: "narrow-hide" },
          { label: words.columns.since, class: "wide-only" },
          { label: words.columns.actions, unseen: true },
        ]}
        empty={
          <EmptyState icon="people" title={words.empty.title} action={inviteButton}>
            {words.empty.detail}
          </EmptyState>
        }
        row={(member) => <MemberRow key={member.user.id} member={member} model={model} mayShare={mayShare} />}
      />
      <OpenDialog model={model} workflowId={workflow.id} />
    </div>
  );
}

function OpenDialog({ model, workflowId }: { model: SharingModel; workflowId: string }) {
  const open = model.open.value;
  if (!open) return null;
  if (open.kind === "invite")
    return (
      <InviteDialog workflowId={workflowId} roles={model.givable.value} onShared={() => void model.list.reload()} onClose={model.close} />
    );
  const { member } = open;
  if (open.kind === "owner")
    return (
      <ConfirmDialog
        title={words.ownerTitle(member.user.name)}
        confirm={words.confirmOwner}
        act={() => model.makeOwner(member)}
        onClose={model.close}
      >
        <p>{words.ownerBody}</p>
      </ConfirmDialog>
    );
  return (
    <ConfirmDialog
      title={words.removeTitle(member.user.name)}
      confirm={words.remove}
      danger
      act={() => model.remove(member)}
      onClose={model.close}
    >
      <p>{model.isYou(member) ? words.removeSelf : words.removeBody}</p>
    </ConfirmDialog>
  );
}
