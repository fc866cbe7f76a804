import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { inviteLabels } from "./members-labels.ts";

/** The link of an invitation, to be given to the person by hand. */
export function InvitationLink({ email, link }: { email: string; link: string }) {
  return (
    <div class="address">
      <code class="grow cut" title={link}>
        {link}
      </code>
      <CopyButton text={link} label={inviteLabels.copyLink(email)} />
    </div>
  );
}
