import type { Role, ShareResult } from "../../../base/api/management.ts";
import { me } from "../../../base/session/session-model.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { Field, TextField } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { sharingLabels } from "./sharing-labels.ts";
import { Notice } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createInviteModel } from "./invite-model.ts";
import { RoleOptions } from "./role-options.tsx";
import { allowed } from "./sharing-model.ts";

const words = sharingLabels;

interface Props {
  workflowId: string;
  roles: readonly Role[];
  onShared: () => void;
  onClose: () => void;
}

/** Shares the workflow with people of the account, and then shows the result for each address. */
export function InviteDialog({ workflowId, roles, onShared, onClose }: Props) {
  const first = roles.find(({ id }) => id === "Viewer") ?? roles[0];
  const model = useModel(() => createInviteModel(workflowId, first?.id ?? "", onShared));
  if (model.results.value)
    return (
      <Dialog key="results" title={words.resultTitle} onClose={onClose}>
        <Results results={model.results.value} onClose={onClose} onAgain={model.again} />
      </Dialog>
    );
  const role = roles.find(({ id }) => id === model.role.value);
  return (
    <FormDialog
      key="form"
      title={words.inviteTitle}
      action={words.send}
      onSubmit={() => model.submit()}
      onClose={onClose}
      busy={model.busy.value}
      problem={!model.emailsError.value ? model.problem.value : undefined}
    >
      <TextField label={words.emails} text={model.emails} error={model.emailsError.value} hint={words.emailsHint} lines={3} first />
      <Field label={words.role} hint={role && words.allows(role.description || allowed(role))}>
        {(ties) => (
          <select {...ties} class="select" value={model.role.value} onChange={(event) => (model.role.value = event.currentTarget.value)}>
            <RoleOptions roles={roles} />
          </select>
        )}
      </Field>
    </FormDialog>
  );
}

function Results({ results, onClose, onAgain }: { results: readonly ShareResult[]; onClose: () => void; onAgain: () => void }) {
  const mayInvite = me.value?.capabilities.includes("members.manage") ?? false;
  return (
    <div class="form">
      <ul class="share-results">
        {results.map((result) => (
          <li key={result.email} class={`share-result share-${result.status}`}>
            <Icon name={result.status === "notInAccount" ? "alert" : "check"} />
            <div class="grow">
              <p class="strong break">{result.email}</p>
              <p class="soft break">
                {saidOf(result)} {result.status === "added" && result.mail && words.mail[result.mail]}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {results.some(({ status }) => status === "notInAccount") && (
        <Notice kind="warning" title={words.notInAccountTitle}>
          {mayInvite ? words.notInAccountManage : words.notInAccountAsk} {mayInvite && <a href="/members">{words.toMembers}</a>}
        </Notice>
      )}
      <div class="form-actions">
        <Button onClick={onAgain}>{words.inviteMore}</Button>
        <Button kind="main" data-first onClick={onClose}>
          {labels.common.done}
        </Button>
      </div>
    </div>
  );
}

function saidOf({ status, role }: ShareResult): string {
  if (status === "notInAccount") return words.results.notInAccount;
  return status === "added" ? `${words.results.added(role ?? "")}.` : words.results.already(role ?? "");
}
