import type { Role } from "../../../base/api/management.ts";
import { sharingLabels } from "./sharing-labels.ts";

const words = sharingLabels;

/** The options of a select of roles; custom ones, where there are any, in a group of their own. */
export function RoleOptions({ roles }: { roles: readonly Role[] }) {
  const custom = roles.filter(({ builtIn }) => !builtIn);
  const options = (list: readonly Role[]) =>
    list.map(({ id, name }) => (
      <option key={id} value={id}>
        {name}
      </option>
    ));
  if (custom.length === 0) return <>{options(roles)}</>;
  return (
    <>
      <optgroup label={words.builtIn}>{options(roles.filter(({ builtIn }) => builtIn))}</optgroup>
      <optgroup label={words.custom}>{options(custom)}</optgroup>
    </>
  );
}
