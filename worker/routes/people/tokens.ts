import { Refusal } from "#flow/problems/refusal.ts";
import { tokenRoutes } from "#flow/contract/tokens.ts";
import type { TokenId } from "#flow/ids.ts";
import { newSecretToken, shownOf } from "#flow/keys/secret-token.ts";
import { limits } from "#flow/limits.ts";
import { isWithin, tokenScopeNames, type TokenScope } from "#flow/rights/token-scopes.ts";
import { hashSecret } from "#store/hash-secret.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import { deleteToken, findOwnToken, insertToken, listTokens, type TokenRow } from "#store/tokens.ts";
import type { Caller } from "../../auth/caller.ts";
import { actorOf } from "../frame/audited.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { futureOrNever } from "../frame/moments.ts";
import { idIn } from "../frame/paging.ts";
import { secureBytes } from "../frame/secure-bytes.ts";
import { isoTime, isoTimeOrNull } from "../frame/times.ts";

export const tokenHandlers: HandlersOf<typeof tokenRoutes> = {
  async listTokens({ db, caller, query }) {
    return mapPage(await listTokens(db, caller.user.id, { limit: query.limit, after: idIn(query.cursor) }), onWire);
  },

  async createToken(call) {
    const { db, caller, body, context } = call;
    const nowMs = context.now();
    const token = newSecretToken("pat", secureBytes);
    const { account } = caller;
    const row = {
      id: newId<TokenId>("token", nowMs),
      name: body.name,
      ...shownOf(token),
      createdAt: nowMs,
      lastUsedAt: null,
      expiresAt: boundedBy(caller, futureOrNever(body.expiresAt, nowMs)),
      scopes: scopesFor(caller, body.scopes),
    };
    const { prefix, scopes, expiresAt } = row;
    const made = await call.audited({ event: "token.created", subject: row, details: { prefix, scopes: scopes ?? [], expiresAt } }, [
      insertToken(db, { ...row, userId: caller.user.id, accountId: account.id, hash: await hashSecret(token) }, limits.maxTokens),
    ]);
    if (!made)
      throw new Refusal("conflict", {
        detail: `You can have at most ${limits.maxTokens} tokens.`,
        suggestion: "Delete a token that is not used any more.",
      });
    return { ...onWire({ ...row, account }), token };
  },

  async deleteToken({ auditAs, db, caller, params }) {
    // A text that is not a token id is in no row.
    const id = params.tokenId as TokenId;
    const token = await findOwnToken(db, caller.user.id, id);
    const deleted =
      token &&
      (await auditAs({ accountId: token.accountId, actor: actorOf(caller) }).audited(
        { event: "token.revoked", subject: { id, name: token.name }, details: { prefix: token.prefix } },
        [deleteToken(db, caller.user.id, id)],
      ));
    if (!deleted) throw new Refusal("not_found", { detail: "You have no token with this id." });
  },
};

/** A token that leaked must not be able to make itself a successor that lives longer. */
function boundedBy({ via }: Caller, expiresAt: number | null): number | null {
  if (via.kind === "session" || via.expiresAt === null) return expiresAt;
  return expiresAt === null ? via.expiresAt : Math.min(expiresAt, via.expiresAt);
}

/** The scopes asked for, in the order of the table; the maker's own where none are. A token cannot make one that may do more. */
function scopesFor({ via }: Caller, asked: readonly TokenScope[] | null | undefined): readonly TokenScope[] | null {
  const own = via.kind === "token" ? via.scopes : null;
  if (asked === undefined || asked === null) return own;
  const scopes = tokenScopeNames.filter((name) => asked.includes(name));
  if (isWithin(scopes, own)) return scopes;
  const message = "A token cannot create a token with more scopes than its own.";
  throw new Refusal("forbidden", { detail: message, suggestion: `Choose from ${own?.join(", ")}, or sign in to create the token.` });
}

function onWire({ id, name, prefix, last4, account, createdAt, lastUsedAt, expiresAt, scopes }: TokenRow) {
  return {
    id,
    name,
    prefix,
    last4,
    account: { id: account.id, name: account.name },
    createdAt: isoTime(createdAt),
    lastUsedAt: isoTimeOrNull(lastUsedAt),
    expiresAt: isoTimeOrNull(expiresAt),
    scopes: scopes && [...scopes],
  };
}
