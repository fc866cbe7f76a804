import { Button } from "../../../base/ui/button.tsx";
import { ConfirmDialog } from "../../../base/ui/confirm-dialog.tsx";
import { ListPage } from "../../../base/ui/list-page.tsx";
import { sharingLabels } from "./sharing-labels.ts";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { memberColumns } from "./member-columns.tsx";
import { createSharingModel, type SharingModel } from "./sharing-model.ts";
import "./sharing.css";

const words = sharingLabels;

export function SharingPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createSharingModel(workflow, shared.reload), `${workflow.id} ${workflow.role}`);
  const mayShare = shared.may("workflow.share");
  const refusal = model.changeProblem.value;
  return (
    <div class="page">
      <ListPage
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={mayShare ? words.lead : words.mayNot}
        create={mayShare ? { label: words.invite, act: () => (model.open.value = { kind: "invite" }) } : undefined}
        above={
          <>
            {refusal && <ProblemNotice problem={refusal} action={<Button onClick={() => void model.reset()}>{words.reset}</Button>} />}
            {model.rolesProblem.value && <ProblemNotice problem={model.rolesProblem.value} onRetry={model.start} />}
          </>
        }
        list={model.list}
        keyOf={({ user }) => user.id}
        columns={memberColumns(model, mayShare)}
        empty={{ icon: "people", ...words.empty }}
      />
      <OpenDialog model={model} workflowId={workflow.id} />
    </div>
  );
}

function OpenDialog({ model, workflowId }: { model: SharingModel; workflowId: string }) {
  const open = model.open.value;
  if (!open) return null;
  // It opens as soon as the roles are there.
  if (open.kind === "invite" && model.givable.value.length === 0) return null;
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
  if (open.kind === "leave")
    return (
      <ConfirmDialog title={words.leaveTitle} confirm={words.leave} danger act={() => model.leave(member)} onClose={model.close}>
        <p>{member.source === "account" ? words.leaveGiven : words.leaveBody}</p>
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
      <p>{words.removeBody}</p>
    </ConfirmDialog>
  );
}
