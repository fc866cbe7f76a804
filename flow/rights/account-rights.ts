/** Who may do what in an account. */
import type { AccountRole } from "./roles.ts";

export const accountCapabilities = [
  "account.see",
  "workflows.create",
  "profiles.manage",
  "datasets.manage",
  "members.see",
  "members.manage",
  "roles.manage",
  "models.manage",
  "account.manage",
  "account.own",
] as const;
export type AccountCapability = (typeof accountCapabilities)[number];

const viewer: readonly AccountCapability[] = ["account.see"];
const member: readonly AccountCapability[] = [...viewer, "workflows.create", "profiles.manage", "datasets.manage", "members.see"];
const admin: readonly AccountCapability[] = [...member, "members.manage", "roles.manage", "models.manage", "account.manage"];
const granted: Readonly<Record<AccountRole, readonly AccountCapability[]>> = {
  Owner: [...admin, "account.own"],
  Admin: admin,
  Member: member,
  Viewer: viewer,
};

export function isAccountCapability(text: string): text is AccountCapability {
  return (accountCapabilities as readonly string[]).includes(text);
}

/** Whether a role in an account includes a right. */
export function canInAccount(role: AccountRole, capability: AccountCapability): boolean {
  return granted[role].includes(capability);
}

export function accountCapabilitiesOf(role: AccountRole): readonly AccountCapability[] {
  return granted[role];
}

/**
 * Returns true if a person may give this role in the account, or take it from its holder. No one grants rights that
 * they do not have, so only an Owner adds or removes an Owner.
 */
export function mayGiveInAccount(giver: AccountRole, role: AccountRole): boolean {
  return granted[role].every((capability) => canInAccount(giver, capability));
}
