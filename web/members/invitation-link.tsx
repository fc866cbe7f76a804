import { accountLabels } from "../ui/account-labels.ts";
import { CopyButton } from "../ui/copy-button.tsx";

/** The link of an invitation, to be given to the person by hand. */
export function InvitationLink({ email, link }: { email: string; link: string }) {
  return (
    <div class="address">
      <code class="grow cut" title={link}>
        {link}
      </code>
      <CopyButton text={link} label={accountLabels.invite.copyLink(email)} />
    </div>
  );
}
