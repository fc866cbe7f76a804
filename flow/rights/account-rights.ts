/** Who may do what in an account. */
import type { AccountRole } from "./roles.ts";

export const accountCapabilities = ["account.see", "workflows.create", "account.manage"] as const;
export type AccountCapability = (typeof accountCapabilities)[number];

const granted: Readonly<Record<AccountRole, readonly AccountCapability[]>> = {
  Owner: accountCapabilities,
  Admin: accountCapabilities,
  Member: ["account.see", "workflows.create"],
  Viewer: ["account.see"],
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
