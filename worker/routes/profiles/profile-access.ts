/** Who may change a profile: Owners and Admins of its account, and the Member who created it. Everybody in the account sees and uses it. */
import { Refusal } from "#flow/problems/refusal.ts";
import type { ProfileId } from "#flow/ids.ts";
import { canInAccount } from "#flow/rights/account-rights.ts";
import type { Database } from "#store/database.ts";
import { findProfile, type ProfileRow } from "#store/profiles/profiles.ts";
import type { AccountCaller } from "../frame/handler.ts";

/** A profile of the account. Throws a Refusal if there is none; a text that is not an id is in no row. */
export async function requireProfile(db: Database, { account }: AccountCaller, id: string): Promise<ProfileRow> {
  const profile = await findProfile(db, { accountId: account.id, id: id as ProfileId });
  if (!profile) throw new Refusal("not_found", { detail: "The account has no authorization profile with this id." });
  return profile;
}

export function mayChange(profile: ProfileRow, { account, user }: Pick<AccountCaller, "account" | "user">): boolean {
  const isOwn = profile.createdBy.id === user.id && canInAccount(account.role, "profiles.manage");
  return isOwn || canInAccount(account.role, "account.manage");
}

export function requireChange(profile: ProfileRow, caller: AccountCaller): void {
  if (mayChange(profile, caller)) return;
  throw new Refusal("forbidden", {
    detail: "Only Owners, Admins and the person who created the profile can change it.",
    suggestion: `Ask ${profile.createdBy.name} or an Admin of the account.`,
  });
}
