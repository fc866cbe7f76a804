import { Icon } from "../../../base/ui/icons.tsx";
import { rolesLabels } from "./roles-labels.ts";

/** A check mark or a dash, said in words to screen readers. */
export function Allowed({ yes }: { yes: boolean }) {
  return (
    <span class={yes ? "allowed" : "allowed allowed-no"}>
      <Icon name={yes ? "check" : "minus"} />
      <span class="unseen">{yes ? rolesLabels.yes : rolesLabels.no}</span>
    </span>
  );
}
