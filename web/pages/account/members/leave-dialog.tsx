import { memberships } from "../../../base/api/account-resources.ts";
import { me } from "../../../base/session/session-model.ts";
import { ConfirmDialog } from "../../../base/ui/confirm-dialog.tsx";
import { membersLabels } from "./members-labels.ts";

const words = membersLabels;

/** Asks for confirmation before a person leaves the account that they work in. */
export function LeaveDialog({ onClose }: { onClose: () => void }) {
  const leave = async () => {
    await memberships.leave();
    // What the pages have in memory belongs to the account that was left.
    location.assign("/");
  };
  return (
    <ConfirmDialog danger title={words.leaveTitle(me.value?.activeAccount?.name ?? "")} confirm={words.leave} act={leave} onClose={onClose}>
      <p>{words.leaveBody}</p>
    </ConfirmDialog>
  );
}
