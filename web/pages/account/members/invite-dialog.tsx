import type { InviteResult } from "../../../base/api/account-resources.ts";
import { Button } from "../../../base/ui/button.tsx";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { inviteLabels, membersLabels } from "./members-labels.ts";
import { SelectField } from "../../../base/ui/select-field.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { InvitationLink } from "./invitation-link.tsx";
import { createInviteModel, type InviteModel } from "./invite-model.ts";
import { State } from "../../../base/ui/status.tsx";
import { failedLook, skippedLook, successLook } from "../../../base/ui/status-look.ts";

const words = inviteLabels;

/** Invites one or more people, then shows the result for each. */
export function InviteDialog({ onClose, onInvited }: { onClose: () => void; onInvited: () => void }) {
  const model = useModel(() => createInviteModel(onInvited));
  if (model.results.value) return <Results key="results" model={model} results={model.results.value} onClose={onClose} />;
  return (
    <FormDialog
      key="form"
      title={words.title}
      action={words.send(model.addresses.value.length)}
      onSubmit={() => model.submit()}
      onClose={onClose}
      busy={model.busy.value}
      problem={model.problem.value}
    >
      <TextField label={words.addresses} text={model.text} error={model.error.value} hint={words.addressesHint} lines={3} first />
      <SelectField
        label={words.role}
        hint={membersLabels.roles[model.role.value]}
        value={model.role.value}
        choices={model.roles}
        wordsOf={(role) => role}
        onChoose={(role) => (model.role.value = role)}
      />
    </FormDialog>
  );
}

/** Esc does not close it while it shows links: they cannot be shown again. */
function Results({ model, results, onClose }: { model: InviteModel; results: readonly InviteResult[]; onClose: () => void }) {
  const links = model.links.value;
  return (
    <Dialog title={words.resultsTitle} onClose={links.length > 0 ? undefined : onClose} wide>
      <div class="form">
        {links.length > 0 && <p>{words.linksLead}</p>}
        <ul class="invite-results">
          {results.map((result) => (
            <Result key={result.email} result={result} />
          ))}
        </ul>
        <div class="form-actions">
          {links.length > 1 && (
            <CopyButton text={links.map(({ email, link }) => `${email} ${link}`).join("\n")} label={words.copyAll} words={words.copyAll} />
          )}
          <Button onClick={model.again}>{words.again}</Button>
          <Button kind="main" data-first onClick={onClose}>
            {labels.common.done}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Result({ result: { email, status, invitation, link } }: { result: InviteResult }) {
  const mail = invitation?.mail;
  const failed = status === "invited" && mail?.state === "failed";
  return (
    <li class="stack-s">
      <div class="row-apart">
        <span class="strong break">{email}</span>
        <State plain {...(failed ? failedLook : status === "invited" ? successLook : skippedLook)}>
          {status === "invited" && mail && mail.state !== "none" ? words.mail[mail.state] : words.status[status]}
        </State>
      </div>
      {failed && mail.error && <p class="soft break">{mail.error}</p>}
      {status === "alreadyInvited" && <p class="soft">{words.alreadyInvitedHint}</p>}
      {link !== null && <InvitationLink email={email} link={link} />}
    </li>
  );
}
