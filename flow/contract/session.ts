/** Who is there: signing up, in and out, and the account that one works in. */
import * as z from "zod";
import { accountCapabilities } from "../rights/account-rights.ts";
import { accountRoles } from "../rights/roles.ts";
import { workflowCapabilities } from "../rights/workflow-rights.ts";
import { email } from "./emails.ts";
import { nameOf } from "./fields.ts";
import { declareRoute } from "./route.ts";

export const passwordLimits = { min: 8, max: 128 } as const;

const person = z.object({ id: z.string(), name: z.string(), email: z.string() }).meta({ id: "Person" });
const membership = z.object({ id: z.string(), name: z.string(), role: z.enum(accountRoles) }).meta({ id: "Membership" });

const getSignUp = declareRoute({
  method: "GET",
  path: "/api/auth/sign-up",
  access: "public",
  summary: "Who may sign up here, for the pages that lead to it",
  description: "It tells no more than trying to sign up would.",
  answer: z.object({
    signUp: z.enum(["first", "open", "closed"]).meta({
      description: "first: nobody has yet, and whoever does owns the installation. open: anybody may. closed: one has to be invited.",
    }),
  }),
  status: 200,
  errors: [],
});

const signUp = declareRoute({
  method: "POST",
  path: "/api/auth/sign-up/email",
  access: "public",
  audit: ["signUp.succeeded"],
  summary: "Makes a person with an account of their own and signs them in",
  description: "The first one on an installation owns it. Later ones are refused unless the installation allows open sign-up.",
  body: z.strictObject({
    name: nameOf("person", 100),
    email,
    password: z
      .string()
      .min(passwordLimits.min, `The password needs at least ${passwordLimits.min} characters.`)
      .max(passwordLimits.max, `The password may have at most ${passwordLimits.max} characters.`),
  }),
  answer: z.object({ user: person }),
  status: 200,
  errors: ["forbidden", "conflict"],
});

const signIn = declareRoute({
  method: "POST",
  path: "/api/auth/sign-in/email",
  access: "public",
  audit: ["signIn.succeeded", "signIn.failed"],
  summary: "Signs in and sets the session cookie",
  description:
    "Five failures lock an address for 15 minutes for the network that they came from. Too many passwords from one network, or at the same moment, are answered 429 with Retry-After.",
  body: z.strictObject({ email, password: z.string().min(1, "Give the password.").max(passwordLimits.max) }),
  answer: z.object({ user: person }),
  status: 200,
  errors: ["unauthenticated", "rate_limited"],
});

const signOut = declareRoute({
  method: "POST",
  path: "/api/auth/sign-out",
  access: "public",
  audit: ["signOut.succeeded"],
  summary: "Ends the session, if there is one",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: z.object({ success: z.literal(true) }),
  status: 200,
  errors: [],
});

const me = z
  .object({
    user: person,
    accounts: z.array(membership),
    activeAccount: z.object({ id: z.string(), name: z.string() }).nullable(),
    role: z.enum(accountRoles).nullable(),
    capabilities: z.array(z.enum(accountCapabilities)).meta({ description: "What you may do in the active account." }),
    workflowRoles: z
      .array(z.object({ role: z.string(), capabilities: z.array(z.enum(workflowCapabilities)), workflows: z.int() }))
      .meta({ description: "The roles, built in or custom, that you were given on workflows of the active account, and on how many." }),
  })
  .meta({ id: "Me" });

const getMe = declareRoute({
  method: "GET",
  path: "/api/me",
  access: "signed-in",
  summary: "Who you are, your accounts, and what you may do in the active one",
  answer: me,
  status: 200,
  errors: [],
});

const switchAccount = declareRoute({
  method: "POST",
  path: "/api/account/switch",
  access: "signed-in",
  audit: ["account.switched"],
  summary: "Works in another of your accounts from now on",
  body: z.strictObject({ accountId: z.string().max(100) }),
  answer: me,
  status: 200,
  errors: ["not_found", "conflict"],
});

export const sessionRoutes = { getSignUp, signUp, signIn, signOut, getMe, switchAccount };
