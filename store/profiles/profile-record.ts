/**
 * A profile as runs need it, and its tokens. Written on D1's own API, because lanes load it too: the query builder
 * would be part of every caller's cold start.
 */
import type { AccountId, ProfileId, WorkflowId } from "#flow/ids.ts";
import type { ShownSettings } from "#flow/profiles/profile-settings.ts";
import type { ProfilePlace } from "./profile-secrets.ts";

export interface ProfileRecord extends ProfilePlace {
  readonly name: string;
  readonly settings: ShownSettings;
  /** The hosts that may receive it; null for one without a secret, or of an older build that names none yet. */
  readonly hosts: readonly string[] | null;
  /**
   * A variable of the workflow was changed since the profile waits for its hosts to be named. Always, where it is not a
   * workflow's run that asks.
   */
  readonly hasNewVariables: boolean;
  readonly testUrl: string | null;
  /** Sealed; null where there is none. */
  readonly secret: string | null;
  readonly secretVersion: number;
  readonly tokens: string | null;
  readonly tokensVersion: number;
  /** How the last test or refresh went; null before the first. */
  readonly testOk: boolean | null;
}

interface Row {
  readonly id: ProfileId;
  readonly accountId: AccountId;
  readonly name: string;
  readonly settings: string;
  readonly hosts: string | null;
  readonly testUrl: string | null;
  readonly secret: string | null;
  readonly secretVersion: number;
  readonly tokens: string | null;
  readonly tokensVersion: number;
  readonly testOk: number | null;
  readonly hasNewVariables: number;
}

const columns = `p.id AS id, p.account_id AS accountId, p.name AS name, p.settings AS settings, p.hosts AS hosts, p.test_url AS testUrl,
  p.secret AS secret, p.secret_version AS secretVersion, p.tokens AS tokens, p.tokens_version AS tokensVersion, p.test_ok AS testOk`;

/** A profile of this account, or undefined. */
export async function loadProfile(db: D1Database, { accountId, id }: ProfilePlace): Promise<ProfileRecord | undefined> {
  const row = await db
    .prepare(`SELECT ${columns}, 1 AS hasNewVariables FROM profiles p WHERE p.id = ? AND p.account_id = ?`)
    .bind(id, accountId)
    .first<Row>();
  return row ? recordOf(row) : undefined;
}

/** A profile of the account that the workflow belongs to, or undefined: an imported flow may name another's. */
export async function loadProfileFor(db: D1Database, workflowId: WorkflowId, id: ProfileId): Promise<ProfileRecord | undefined> {
  const row = await db
    .prepare(
      `SELECT ${columns}, EXISTS (SELECT 1 FROM variables WHERE workflow_id = w.id AND updated_at > p.open_since) AS hasNewVariables
       FROM profiles p JOIN workflows w ON w.account_id = p.account_id WHERE p.id = ? AND w.id = ?`,
    )
    .bind(id, workflowId)
    .first<Row>();
  return row ? recordOf(row) : undefined;
}

function recordOf(row: Row): ProfileRecord {
  return {
    ...row,
    // Only settings and hosts that the schema accepted are stored.
    settings: JSON.parse(row.settings) as ShownSettings,
    hosts: row.hosts === null ? null : (JSON.parse(row.hosts) as string[]),
    testOk: row.testOk === null ? null : row.testOk === 1,
    hasNewVariables: row.hasNewVariables === 1,
  };
}

/** Puts sealed tokens of the version `before + 1` in place of those of `before`; false where they are not those any more. */
export async function replaceTokens(db: D1Database, { accountId, id }: ProfilePlace, before: number, sealed: string): Promise<boolean> {
  const { meta } = await db
    .prepare("UPDATE profiles SET tokens = ?1, tokens_version = ?2 + 1 WHERE id = ?3 AND account_id = ?4 AND tokens_version = ?2")
    .bind(sealed, before, id, accountId)
    .run();
  return meta.changes > 0;
}

/** Notes how a refresh went, where pages and triggers look. */
export async function noteTest(
  db: D1Database,
  { accountId, id }: ProfilePlace,
  { ok, message, at }: { readonly ok: boolean; readonly message: string; readonly at: number },
): Promise<void> {
  await db
    .prepare("UPDATE profiles SET test_ok = ?, test_message = ?, test_at = ? WHERE id = ? AND account_id = ?")
    .bind(ok ? 1 : 0, message, at, id, accountId)
    .run();
}
