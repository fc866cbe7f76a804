import { invitationRoutes } from "#flow/contract/invitations.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { InvitationId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { mayGiveInAccount } from "#flow/rights/account-rights.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import { membersWith } from "#store/account-members.ts";
import type { Database } from "#store/database.ts";
import { hashSecret } from "#store/hash-secret.ts";
import {
  findInvitation,
  insertInvitation,
  isInvitedAlready,
  listInvitations,
  noteMail,
  openInvitations,
  renewInvitation,
  stateOf,
  withdrawInvitation,
  type InvitationRow,
} from "#store/invitations.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import { chooseMailer } from "#objects/mail/choose-mailer.ts";
import { baseUrl } from "../../http/base-url.ts";
import { sendAll } from "../../mail/send-all.ts";
import { invitationMail } from "../../mail/write-mail.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import { acceptInvitation, showInvitation } from "./accept-invitation.ts";
import type { AccountCaller, Call, HandlersOf } from "../frame/handler.ts";
import { idIn } from "../frame/paging.ts";
import { secureBytes } from "../frame/secure-bytes.ts";
import { isoTime } from "../frame/times.ts";

type InviteResult = AnswerOf<typeof invitationRoutes.createInvitations>["results"][number];

export const invitationHandlers: HandlersOf<typeof invitationRoutes> = {
  async listInvitations({ db, caller, query, context }) {
    const waiting = query.state === "open";
    const page = await listInvitations(db, caller.account.id, { limit: query.limit, after: idIn(query.cursor), waiting });
    return mapPage(page, (row) => onWire(row, context.now()));
  },

  async createInvitations(call) {
    requireGiving(call.caller, call.body.role);
    const emails = [...new Set(call.body.emails)];
    // Another request may invite one of the addresses between reading and writing: then nothing was done, and it is
    // tried again.
    for (let tries = 0; tries < 3; tries++) {
      const results = await invite(call, emails);
      if (results) return { results };
    }
    throw new Refusal("conflict", { detail: "Someone else invited the same people at the same time.", suggestion: "Try again." });
  },

  async resendInvitation(call) {
    const { db, caller, params, context, request } = call;
    const before = await requireWaiting(db, caller, params.invitationId, context.now());
    const fresh = await newLink(request, context, context.now());
    const { tokenHash, expiresAt, mailState } = fresh;
    const subject = { id: before.id, name: before.email };
    const done = await call.audited({ event: "invitation.resent", subject, details: { role: before.role } }, [
      renewInvitation(db, before.id, { tokenHash, expiresAt, mailState }),
    ]);
    if (!done) throw notWaiting("The invitation was just accepted or withdrawn.");
    const renewed = { ...before, expiresAt, mailState, mailError: null };
    const [invitation] = await sendMails(call, [{ row: renewed, ...fresh }]);
    return { invitation: onWire(invitation!, context.now()), link: fresh.shownLink };
  },

  async withdrawInvitation(call) {
    const { db, caller, params, context } = call;
    const { id, email, role } = await requireWaiting(db, caller, params.invitationId, context.now());
    const done = await call.audited({ event: "invitation.withdrawn", subject: { id, name: email }, details: { role } }, [
      withdrawInvitation(db, id, context.now()),
    ]);
    if (!done) throw notWaiting("The invitation was just accepted or withdrawn.");
  },

  showInvitation,
  acceptInvitation,
};

interface Link {
  readonly tokenHash: string;
  readonly expiresAt: number;
  readonly mailState: "none" | "pending";
  readonly link: string;
  /** The link where the answer must carry it, because no mail does. */
  readonly shownLink: string | null;
}

/** A link that works once: 256 random bits, of which only the hash is kept. */
async function newLink(request: Request, { env }: ManagementContext, nowMs: number): Promise<Link> {
  const token = btoa(String.fromCharCode(...secureBytes(32)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
  const link = `${baseUrl(request, env)}/invitations/${token}`;
  const isMailed = chooseMailer(env, request.url) !== undefined;
  return {
    tokenHash: await hashSecret(token),
    expiresAt: nowMs + limits.invitationDays * 24 * 60 * 60_000,
    mailState: isMailed ? "pending" : "none",
    link,
    shownLink: isMailed ? null : link,
  };
}

/** Invites those of the addresses that are neither members nor invited. Undefined, with nothing done, where that has changed meanwhile. */
async function invite(
  call: Call<typeof invitationRoutes.createInvitations>,
  emails: readonly string[],
): Promise<InviteResult[] | undefined> {
  const { db, caller, body, context, request } = call;
  const { id: accountId } = caller.account;
  const nowMs = context.now();
  const [members, open] = await Promise.all([membersWith(db, accountId, emails), openInvitations(db, accountId, emails, nowMs)]);
  const known = new Map(open.map((row) => [row.email, row]));
  const fresh = await Promise.all(
    emails
      .filter((email) => !members.has(email) && !known.has(email))
      .map(async (email) => {
        const link = await newLink(request, context, nowMs);
        const row: InvitationRow = {
          id: newId<InvitationId>("invitation", nowMs),
          accountId,
          email,
          role: body.role,
          invitedBy: { id: caller.user.id, name: caller.user.name },
          createdAt: nowMs,
          expiresAt: link.expiresAt,
          mailState: link.mailState,
          mailError: null,
          acceptedAt: null,
          withdrawnAt: null,
        };
        return { row, ...link };
      }),
  );
  try {
    const done = await call.auditedAll(
      fresh.map(({ row, tokenHash }) => ({
        events: [{ event: "invitation.created", subject: { id: row.id, name: row.email }, details: { role: row.role } }],
        ...insertInvitation(db, { ...row, tokenHash, invitedBy: caller.user.id }, nowMs),
      })),
    );
    if (!done) return undefined;
  } catch (error) {
    if (isInvitedAlready(error)) return undefined;
    throw error;
  }
  const sent = await sendMails(call, fresh);
  const made = new Map(sent.map((row, nth) => [row.email, { row, link: fresh[nth]!.shownLink }]));
  return emails.map((email): InviteResult => {
    const now = made.get(email);
    if (now) return { email, status: "invited", invitation: onWire(now.row, nowMs), link: now.link };
    const before = known.get(email);
    if (before) return { email, status: "alreadyInvited", invitation: onWire(before, nowMs), link: null };
    return { email, status: "alreadyMember", invitation: null, link: null };
  });
}

/** Sends the mails of invitations that are stored, notes how they fared, and answers the rows with it. */
async function sendMails(
  { db, caller, context, request }: Call<typeof invitationRoutes.createInvitations> | Call<typeof invitationRoutes.resendInvitation>,
  links: readonly (Link & { readonly row: InvitationRow })[],
): Promise<readonly InvitationRow[]> {
  const mailer = chooseMailer(context.env, request.url);
  if (!mailer) return links.map(({ row }) => row);
  const mails = links.map(({ row, link }) =>
    invitationMail({
      to: row.email,
      account: caller.account.name,
      role: row.role,
      invitedBy: caller.user.name,
      link,
      days: limits.invitationDays,
    }),
  );
  const fared = await sendAll(mailer, mails);
  await Promise.all(links.map(({ tokenHash }, nth) => noteMail(db, tokenHash, fared[nth]!.state, fared[nth]!.error)));
  return links.map(({ row }, nth) => ({ ...row, mailState: fared[nth]!.state, mailError: fared[nth]!.error }));
}

async function requireWaiting(db: Database, caller: AccountCaller, id: string, nowMs: number): Promise<InvitationRow> {
  // A text that is not an invitation id is in no row.
  const row = await findInvitation(db, caller.account.id, id as InvitationId);
  if (!row) throw new Refusal("not_found", { detail: "The account has no invitation with this id." });
  // Also here: without mail, a new link is shown to who asks for it.
  requireGiving(caller, row.role);
  const state = stateOf(row, nowMs);
  if (state === "accepted" || state === "withdrawn") throw notWaiting(`The invitation was already ${state}.`);
  return row;
}

function notWaiting(detail: string): Refusal {
  return new Refusal("conflict", { detail, suggestion: "Check the current invitations and members." });
}

function requireGiving({ account }: AccountCaller, role: AccountRole): void {
  if (mayGiveInAccount(account.role, role)) return;
  throw new Refusal("forbidden", { detail: `Only an Owner can invite people as ${role}.`, suggestion: "Ask an Owner of the account." });
}

function onWire(row: InvitationRow, nowMs: number): AnswerOf<typeof invitationRoutes.resendInvitation>["invitation"] {
  const { id, email, role, invitedBy, createdAt, expiresAt, mailState, mailError } = row;
  return {
    id,
    email,
    role,
    state: stateOf(row, nowMs),
    invitedBy,
    createdAt: isoTime(createdAt),
    expiresAt: isoTime(expiresAt),
    mail: { state: mailState, error: mailError },
  };
}
