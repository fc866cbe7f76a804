/** Authorization profiles as people manage them. Every question names the account, so that no answer crosses it. */
import { and, asc, eq, gt, or, sql, type SQL } from "drizzle-orm";
import type { AccountId, ProfileId, UserId, WorkflowId } from "#flow/ids.ts";
import type { ShownSettings } from "#flow/profiles/profile-settings.ts";
import { isDuplicate, type Database } from "../database.ts";
import { isUnused } from "../flow-uses.ts";
import { insertWithin } from "../insert-within.ts";
import { nameKey } from "../name-key.ts";
import { pageOf, type Page } from "../page.ts";
import { profiles, users, workflows } from "../schema.ts";
import type { ProfilePlace } from "./profile-secrets.ts";

const shown = {
  id: profiles.id,
  accountId: profiles.accountId,
  name: profiles.name,
  nameKey: profiles.nameKey,
  settings: profiles.settings,
  hosts: profiles.hosts,
  testUrl: profiles.testUrl,
  hasSecret: sql<number>`${profiles.secret} IS NOT NULL`.mapWith(Boolean),
  hasTokens: sql<number>`${profiles.tokens} IS NOT NULL`.mapWith(Boolean),
  secretVersion: profiles.secretVersion,
  tokensVersion: profiles.tokensVersion,
  testOk: profiles.testOk,
  testMessage: profiles.testMessage,
  testAt: profiles.testAt,
  createdBy: { id: users.id, name: users.name },
  createdAt: profiles.createdAt,
  updatedAt: profiles.updatedAt,
};

export interface ProfileRow extends ProfilePlace {
  readonly name: string;
  readonly nameKey: string;
  readonly settings: ShownSettings;
  readonly hosts: readonly string[] | null;
  readonly testUrl: string | null;
  readonly hasSecret: boolean;
  readonly hasTokens: boolean;
  readonly secretVersion: number;
  readonly tokensVersion: number;
  readonly testOk: boolean | null;
  readonly testMessage: string | null;
  readonly testAt: number | null;
  readonly createdBy: { readonly id: UserId; readonly name: string };
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ProfileFilter {
  readonly search: string | undefined;
  readonly limit: number;
  /** The name's key and the id of the last row shown. */
  readonly after: readonly [string, string] | undefined;
}

/** The profiles of an account by name. */
export async function listProfiles(db: Database, accountId: AccountId, { search, limit, after }: ProfileFilter): Promise<Page<ProfileRow>> {
  const rows = await db
    .select(shown)
    .from(profiles)
    .innerJoin(users, eq(users.id, profiles.createdBy))
    .where(
      and(
        eq(profiles.accountId, accountId),
        search ? sql`instr(${profiles.nameKey}, ${nameKey(search)}) > 0` : undefined,
        after ? or(gt(profiles.nameKey, after[0]), and(eq(profiles.nameKey, after[0]), gt(profiles.id, after[1] as ProfileId))) : undefined,
      ),
    )
    .orderBy(asc(profiles.nameKey), asc(profiles.id))
    .limit(limit + 1);
  return pageOf(rows.map(rowOf), limit, (row) => [row.nameKey, row.id]);
}

export async function findProfile(db: Database, { accountId, id }: ProfilePlace): Promise<ProfileRow | undefined> {
  const [row] = await db
    .select(shown)
    .from(profiles)
    .innerJoin(users, eq(users.id, profiles.createdBy))
    .where(and(eq(profiles.id, id), eq(profiles.accountId, accountId)));
  return row && rowOf(row);
}

/** Those of the ids that are profiles of the workflow's account. One parameter for all: D1 binds at most 100 to a statement. */
export async function profilesAmong(
  db: Database,
  workflowId: WorkflowId,
  ids: readonly string[],
): Promise<{ readonly id: ProfileId; /** It has a secret and names no hosts. */ readonly isOpen: boolean }[]> {
  if (ids.length === 0) return [];
  const isOpen: SQL<number> = sql`${profiles.hosts} IS NULL AND ${profiles.kind} <> 'none'`;
  return db
    .select({ id: profiles.id, isOpen: isOpen.mapWith(Boolean) })
    .from(profiles)
    .innerJoin(workflows, eq(workflows.accountId, profiles.accountId))
    .where(and(eq(workflows.id, workflowId), sql`${profiles.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`));
}

type Written = Pick<ProfileRow, "name" | "settings" | "hosts" | "testUrl">;

function columnsOf({ name, settings, hosts, testUrl }: Written) {
  return {
    name,
    nameKey: nameKey(name),
    kind: settings.kind,
    settings: JSON.stringify(settings),
    hosts: hosts === null ? null : JSON.stringify(hosts),
    testUrl,
  };
}

/**
 * The statement that makes a profile; it changes nothing where the account has `most` already, and fails where it has one
 * of that name: `isProfileNameTaken`.
 */
export function insertProfile(
  db: Database,
  row: ProfilePlace & Written & { readonly secret: string | null; readonly createdBy: UserId; readonly createdAt: number },
  most: number,
) {
  const { id, accountId, secret, createdBy, createdAt } = row;
  const untested = { testOk: null, testMessage: null, testAt: null };
  const versions = { secretVersion: 1, tokens: null, tokensVersion: 0 };
  const values = {
    ...columnsOf(row),
    openSince: null,
    id,
    accountId,
    secret,
    ...versions,
    ...untested,
    createdBy,
    createdAt,
    updatedAt: createdAt,
  };
  return insertWithin(db, profiles, values, { most, counted: eq(profiles.accountId, accountId) });
}

/** Whether a change failed because the account has a profile of that name. */
export function isProfileNameTaken(error: unknown): boolean {
  return isDuplicate(error, "profiles.account_id, profiles.name_key");
}

/**
 * Changes a profile that is still as it was read. `secret` is the new sealed one, or null for none any more; undefined
 * keeps it. `dropTokens` ends the connection.
 */
export function updateProfile(
  db: Database,
  before: ProfileRow,
  change: Written & { readonly secret: string | null | undefined; readonly dropTokens: boolean },
  nowMs: number,
) {
  const { secret, dropTokens } = change;
  return db
    .update(profiles)
    .set({
      ...columnsOf(change),
      ...(change.hosts === null ? {} : { openSince: null }),
      ...(secret === undefined ? {} : { secret, secretVersion: before.secretVersion + 1 }),
      // The version rises, so that tokens that are being fetched at this moment find no place.
      ...(dropTokens ? { tokens: null, tokensVersion: sql`${profiles.tokensVersion} + 1` } : {}),
      ...(dropTokens || secret !== undefined ? { testOk: null, testMessage: null, testAt: null } : {}),
      updatedAt: nowMs,
    })
    .where(
      and(
        eq(profiles.id, before.id),
        eq(profiles.accountId, before.accountId),
        eq(profiles.updatedAt, before.updatedAt),
        eq(profiles.secretVersion, before.secretVersion),
      ),
    );
}

/** Notes how a test went. */
export function updateTest(db: Database, { accountId, id }: ProfilePlace, ok: boolean, message: string, atMs: number) {
  return db
    .update(profiles)
    .set({ testOk: ok, testMessage: message, testAt: atMs })
    .where(and(eq(profiles.id, id), eq(profiles.accountId, accountId)));
}

/** Deletes a profile unless a flow uses it, also one that is saved or deployed at this moment. */
export function deleteProfile(db: Database, { accountId, id }: ProfilePlace) {
  return db
    .delete(profiles)
    .where(and(eq(profiles.id, id), eq(profiles.accountId, accountId), isUnused(accountId, { setting: "authorization", id })));
}

type Row = { readonly [Name in keyof typeof shown]: unknown };
function rowOf<Of extends Row & { readonly settings: string; readonly hosts: string | null }>(row: Of) {
  // Only settings and hosts that the schema accepted are stored.
  return {
    ...row,
    settings: JSON.parse(row.settings) as ShownSettings,
    hosts: row.hosts === null ? null : (JSON.parse(row.hosts) as string[]),
  };
}
