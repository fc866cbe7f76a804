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
  .min(1, "Enter at least one address.")
  .max(limits.maxInvited, `Enter at most ${limits.maxInvited} addresses at a time.`);

const mail = z
  .object({ state: z.enum(mailStates), error: z.string().nullable().meta({ description: "Why sending failed." }) })
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
      .meta({ description: "Null for a person who is no longer a user." }),
    createdAt: time,
    expiresAt: time,
    mail,
  })
  .meta({ id: "Invitation" });

const link = z
  .string()
  .nullable()
  .meta({ description: "Give this link to the person yourself. Shown only once, if no mail service is set up. Otherwise null." });

const listInvitations = declareRoute({
  method: "GET",
  path: "/api/invitations",
  access: "members.manage",
  summary: "Lists the account's invitations, newest first",
  query: pageQuery.extend({
    state: z.enum(["open", "all"]).default("open").meta({ description: "`open`: pending invitations, including expired ones." }),
  }),
  answer: pageOf(invitation),
  status: 200,
  errors: [],
});

const inviteResult = z
  .object({
    email: z.string(),
    status: z.enum(["invited", "alreadyInvited", "alreadyMember"]),
    invitation: invitation.nullable().meta({ description: "Null for a person who is already a member." }),
    link,
  })
  .meta({ id: "InviteResult" });

const createInvitations = declareRoute({
  method: "POST",
  path: "/api/invitations",
  access: "members.manage",
  audit: ["invitation.created"],
  summary: "Invites people to the account and returns the result for each address",
  description: "You cannot invite people to a role above your own. If an address already has an open invitation, resend or withdraw it.",
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
  summary: "Resends an invitation with a new link for 15 more days. The previous link stops working",
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
  summary: "Withdraws an invitation. Its link stops working",
  status: 204,
  errors: ["conflict"],
});

const showInvitation = declareRoute({
  method: "GET",
  path: "/api/invitations/by-token/{token}",
  access: "public",
  summary: "Returns the invitation of a link",
  answer: z
    .object({
      account: z.object({ name: z.string() }),
      email: z.string(),
      role: z.enum(accountRoles),
      invitedBy: z.string().nullable(),
      expiresAt: time,
      hasUser: z.boolean().meta({ description: "True if the address already has an account. That person signs in instead of signing up." }),
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
  summary: "Accepts an invitation and switches to its account",
  description:
    "If you are signed in as the invited person, send an empty body. If you have an account but are not signed in, send your password. New people send a name and a password. Sign-up does not have to be open.",
  body: z.strictObject({
    name: nameOf("person", 100).optional(),
    password: z.string().min(1, "Enter the password.").max(passwordLimits.max, `Use at most ${passwordLimits.max} characters.`).optional(),
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
