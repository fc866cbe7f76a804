/** The people of an account. */
import * as z from "zod";
import { accountRoles } from "../rights/roles.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

export const personShown = z.object({ id: z.string(), name: z.string(), email: z.string() });

const member = z
  .object({ user: personShown, role: z.enum(accountRoles), joinedAt: time, you: z.boolean() })
  .meta({ id: "Member", title: "Member of an account" });

const handedOver = z
  .object({
    workflows: z.int().meta({ description: "How many workflows have a new owner." }),
    newOwner: z.object({ id: z.string(), name: z.string() }).nullable().meta({ description: "Null if there were no workflows." }),
  })
  .meta({ id: "HandedOver" });

const listMembers = declareRoute({
  method: "GET",
  path: "/api/members",
  access: "members.see",
  summary: "Lists the members of the active account, by name",
  query: pageQuery.extend({
    search: z.string().max(200).optional().meta({ description: "Part of the name or address. Not case-sensitive." }),
    role: z.enum(accountRoles).optional(),
  }),
  answer: pageOf(member),
  status: 200,
  errors: [],
});

const updateMember = declareRoute({
  method: "PATCH",
  path: "/api/members/{userId}",
  access: "members.manage",
  audit: ["member.roleChanged"],
  summary: "Changes a member's role in the account",
  description: "Only an Owner can add or remove Owners. The last Owner keeps the role.",
  body: z.strictObject({ role: z.enum(accountRoles) }),
  answer: member,
  status: 200,
  errors: ["conflict"],
});

const removeMember = declareRoute({
  method: "DELETE",
  path: "/api/members/{userId}",
  access: "members.manage",
  audit: ["member.removed"],
  summary: "Removes a member from the account. You become the owner of their workflows",
  description: "Their sessions and tokens lose access to the account immediately. The last Owner cannot be removed.",
  answer: handedOver,
  status: 200,
  errors: ["conflict"],
});

const leaveAccount = declareRoute({
  method: "POST",
  path: "/api/account/leave",
  access: "account.see",
  audit: ["member.left"],
  summary: "Leaves the active account. Your workflows go to its longest-standing Owner",
  description: "The last Owner cannot leave.",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: handedOver,
  status: 200,
  errors: ["conflict"],
});

const transferAccount = declareRoute({
  method: "POST",
  path: "/api/account/transfer",
  access: "account.own",
  audit: ["account.transferred"],
  summary: "Makes another member the Owner in your place. You become an Admin",
  body: z.strictObject({ userId: z.string().max(100) }),
  answer: z.object({ owner: member, you: member }),
  status: 200,
  errors: ["not_found", "conflict"],
});

const renameAccount = declareRoute({
  method: "PATCH",
  path: "/api/account",
  access: "account.manage",
  audit: ["account.renamed"],
  summary: "Renames the active account",
  body: z.strictObject({ name: nameOf("account", 100) }),
  answer: z.object({ id: z.string(), name: z.string() }),
  status: 200,
  errors: [],
});

export const memberRoutes = { listMembers, updateMember, removeMember, leaveAccount, transferAccount, renameAccount };
