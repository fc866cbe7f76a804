/** Invitations to an account: a link that works once, for one address, for 15 days. */
import * as z from "zod";
import { limits } from "../limits.ts";
import { accountRoles } from "../rights/roles.ts";
import { email } from "./emails.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";
import { passwordLimits } from "./session.ts";

/** How the mail fared: `none` where no mail service is configured, `pending` where the sending was cut off. */
export const mailStates = ["none", "pending", "sent", "failed"] as const;
export type MailState = (typeof mailStates)[number];

export const invitationStates = ["open", "expired", "accepted", "withdrawn"] as const;
export type InvitationState = (typeof invitationStates)[number];

export const invited = z
  .array(email)
  .min(1, "Give at least one address.")
  .max(limits.maxInvited, `Give at most ${limits.maxInvited} addresses at once.`);

const mail = z
  .object({ state: z.enum(mailStates), error: z.string().nullable().meta({ description: "Why it failed." }) })
  .meta({ id: "InvitationMail" });

const invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.enum(accountRoles),
    state: z.enum(invitationStates),
    invitedBy: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: "Null for somebody who is no user any more." }),
    createdAt: time,
    expiresAt: time,
    mail,
  })
  .meta({ id: "Invitation" });

const link = z
  .string()
  .nullable()
  .meta({ description: "Give it to the person yourself. Shown this once, where no mail service is configured; null otherwise." });

const listInvitations = declareRoute({
  method: "GET",
  path: "/api/invitations",
  access: "members.manage",
  summary: "The account's invitations, the newest first",
  query: pageQuery.extend({
    state: z.enum(["open", "all"]).default("open").meta({ description: "`open`: those that wait for an answer, expired or not." }),
  }),
  answer: pageOf(invitation),
  status: 200,
  errors: [],
});

const inviteResult = z
  .object({
    email: z.string(),
    status: z.enum(["invited", "alreadyInvited", "alreadyMember"]),
    invitation: invitation.nullable().meta({ description: "Null for who is a member already." }),
    link,
  })
  .meta({ id: "InviteResult" });

const createInvitations = declareRoute({
  method: "POST",
  path: "/api/invitations",
  access: "members.manage",
  audit: ["invitation.created"],
  summary: "Invites one or more addresses to the account; the answer says of each what became of it",
  description: "Nobody invites to a role above their own. An address that has an open invitation keeps it: resend or withdraw that one.",
  body: z.strictObject({ emails: invited, role: z.enum(accountRoles) }),
  answer: z.object({ results: z.array(inviteResult) }),
  status: 200,
  errors: ["conflict"],
});

const resendInvitation = declareRoute({
  method: "POST",
  path: "/api/invitations/{invitationId}/resend",
  access: "members.manage",
  audit: ["invitation.resent"],
  summary: "A new link for 15 more days; the one before stops working",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: z.object({ invitation, link }),
  status: 200,
  errors: ["conflict"],
});

const withdrawInvitation = declareRoute({
  method: "DELETE",
  path: "/api/invitations/{invitationId}",
  access: "members.manage",
  audit: ["invitation.withdrawn"],
  summary: "Withdraws an invitation; its link stops working",
  status: 204,
  errors: ["conflict"],
});

const showInvitation = declareRoute({
  method: "GET",
  path: "/api/invitations/by-token/{token}",
  access: "public",
  summary: "What a link invites to",
  answer: z
    .object({
      account: z.object({ name: z.string() }),
      email: z.string(),
      role: z.enum(accountRoles),
      invitedBy: z.string().nullable(),
      expiresAt: time,
      hasUser: z.boolean().meta({ description: "The address belongs to a person, who signs in; otherwise they sign up." }),
    })
    .meta({ id: "InvitationShown" }),
  status: 200,
  errors: ["not_found", "invitation_expired", "invitation_used", "invitation_withdrawn"],
});

const acceptInvitation = declareRoute({
  method: "POST",
  path: "/api/invitations/by-token/{token}/accept",
  access: "public",
  audit: ["member.joined", "signIn.succeeded", "signIn.failed"],
  summary: "Accepts an invitation and works in its account from now on",
  description:
    "Signed in as the person invited: an empty body. With an account but not signed in: the password. New: name and password. Sign-up need not be open.",
  body: z.strictObject({
    name: nameOf("person", 100).optional(),
    password: z
      .string()
      .min(1, "Give the password.")
      .max(passwordLimits.max, `The password may have at most ${passwordLimits.max} characters.`)
      .optional(),
  }),
  bodyRequired: false,
  answer: z.object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    account: z.object({ id: z.string(), name: z.string(), role: z.enum(accountRoles) }),
  }),
  status: 200,
  errors: [
    "not_found",
    "unauthenticated",
    "forbidden",
    "conflict",
    "rate_limited",
    "invitation_expired",
    "invitation_used",
    "invitation_withdrawn",
  ],
});

export const invitationRoutes = {
  listInvitations,
  createInvitations,
  resendInvitation,
  withdrawInvitation,
  showInvitation,
  acceptInvitation,
};
