import { accountLabels } from "../ui/account-labels.ts";
import { Icon } from "../ui/icons.tsx";

/** A check mark or a dash, said in words to screen readers. */
export function Allowed({ yes }: { yes: boolean }) {
  return (
    <span class={yes ? "allowed" : "allowed allowed-no"}>
      <Icon name={yes ? "check" : "minus"} />
      <span class="unseen">{yes ? accountLabels.roles.yes : accountLabels.roles.no}</span>
    </span>
  );
}
