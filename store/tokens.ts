/** Personal access tokens. */
import { and, desc, eq, isNull, lt, lte, or } from "drizzle-orm";
import type { AccountId, TokenId, UserId } from "#flow/ids.ts";
import type { TokenScope } from "#flow/rights/token-scopes.ts";
import type { Database } from "./database.ts";
import { insertWithin } from "./insert-within.ts";
import { pageOf, type Page, type PageRequest } from "./page.ts";
import { accounts, tokens, users } from "./schema.ts";

export interface TokenRow {
  readonly id: TokenId;
  readonly name: string;
  readonly prefix: string;
  readonly last4: string;
  readonly account: { readonly id: AccountId; readonly name: string };
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly expiresAt: number | null;
  /** Null is everything that its person may do. */
  readonly scopes: readonly TokenScope[] | null;
}

/** A person's tokens, the newest first. */
export async function listTokens(db: Database, userId: UserId, { limit, after }: PageRequest<TokenId>): Promise<Page<TokenRow>> {
  const rows = await db
    .select({
      id: tokens.id,
      name: tokens.name,
      prefix: tokens.prefix,
      last4: tokens.last4,
      account: { id: accounts.id, name: accounts.name },
      createdAt: tokens.createdAt,
      lastUsedAt: tokens.lastUsedAt,
      expiresAt: tokens.expiresAt,
      scopes: tokens.scopes,
    })
    .from(tokens)
    .innerJoin(accounts, eq(accounts.id, tokens.accountId))
    .where(and(eq(tokens.userId, userId), after ? lt(tokens.id, after) : undefined))
    .orderBy(desc(tokens.id))
    .limit(limit + 1);
  return pageOf(
    rows.map((row) => ({ ...row, scopes: scopesOf(row.scopes) })),
    limit,
    (row) => [row.id],
  );
}

/** The statement that makes a token; it changes nothing where the person has `most` already. */
export function insertToken(db: Database, row: Omit<typeof tokens.$inferSelect, "scopes"> & Pick<TokenRow, "scopes">, most: number) {
  const scopes = row.scopes === null ? null : JSON.stringify(row.scopes);
  return insertWithin(db, tokens, { ...row, scopes }, { most, counted: eq(tokens.userId, row.userId) });
}

/** A token of the person, to say which one was deleted. */
export async function findOwnToken(
  db: Database,
  userId: UserId,
  tokenId: TokenId,
): Promise<{ name: string; prefix: string; accountId: AccountId } | undefined> {
  const [row] = await db
    .select({ name: tokens.name, prefix: tokens.prefix, accountId: tokens.accountId })
    .from(tokens)
    .where(and(eq(tokens.id, tokenId), eq(tokens.userId, userId)));
  return row;
}

/** The statement that deletes a token; it changes nothing where the person has no such token. */
export function deleteToken(db: Database, userId: UserId, tokenId: TokenId) {
  return db.delete(tokens).where(and(eq(tokens.id, tokenId), eq(tokens.userId, userId)));
}

/** Whose token has this hash, and where it acts. Whether it has expired is for the caller to judge. */
export async function findToken(db: Database, hash: string) {
  const [row] = await db
    .select({
      id: tokens.id,
      accountId: tokens.accountId,
      expiresAt: tokens.expiresAt,
      scopes: tokens.scopes,
      lastUsedAt: tokens.lastUsedAt,
      user: { id: users.id, name: users.name, email: users.email },
    })
    .from(tokens)
    .innerJoin(users, eq(users.id, tokens.userId))
    .where(eq(tokens.hash, hash));
  return row && { ...row, scopes: scopesOf(row.scopes) };
}

function scopesOf(text: string | null): readonly TokenScope[] | null {
  // Written by insertToken.
  return text === null ? null : (JSON.parse(text) as TokenScope[]);
}

/** Notes that a token was used, at most once a minute. */
export async function touchToken(db: Database, tokenId: TokenId, atMs: number): Promise<void> {
  await db
    .update(tokens)
    .set({ lastUsedAt: atMs })
    .where(and(eq(tokens.id, tokenId), or(isNull(tokens.lastUsedAt), lte(tokens.lastUsedAt, atMs - 60_000))));
}
