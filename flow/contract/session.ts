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
  summary: "Returns whether sign-up is open",
  description: "This is the same information that a sign-up attempt gives.",
  answer: z.object({
    signUp: z.enum(["first", "open", "closed"]).meta({
      description:
        "first: no one has signed up yet, and the first person owns the installation. open: anyone can sign up. closed: people need an invitation.",
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
  summary: "Signs up a person with their own account and signs them in",
  description: "The first person to sign up owns the installation. Later sign-ups are refused unless the installation allows open sign-up.",
  body: z.strictObject({
    name: nameOf("person", 100),
    email,
    password: z
      .string()
      .min(passwordLimits.min, `Use at least ${passwordLimits.min} characters.`)
      .max(passwordLimits.max, `Use at most ${passwordLimits.max} characters.`),
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
    "Five failed sign-ins lock an address for 15 minutes for the network that they came from. Too many passwords from one network, or at the same time, get HTTP 429 with Retry-After.",
  body: z.strictObject({ email, password: z.string().min(1, "Enter the password.").max(passwordLimits.max) }),
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
    capabilities: z.array(z.enum(accountCapabilities)).meta({ description: "What you can do in the active account." }),
    workflowRoles: z
      .array(z.object({ role: z.string(), capabilities: z.array(z.enum(workflowCapabilities)), workflows: z.int() }))
      .meta({ description: "Your roles on workflows of the active account, and on how many workflows you have each role." }),
  })
  .meta({ id: "Me" });

const getMe = declareRoute({
  method: "GET",
  path: "/api/me",
  access: "signed-in",
  summary: "Returns your profile, your accounts and what you can do in the active account",
  answer: me,
  status: 200,
  errors: [],
});

const switchAccount = declareRoute({
  method: "POST",
  path: "/api/account/switch",
  access: "signed-in",
  audit: ["account.switched"],
  summary: "Switches to another of your accounts",
  body: z.strictObject({ accountId: z.string().max(100) }),
  answer: me,
  status: 200,
  errors: ["not_found", "conflict"],
});

export const sessionRoutes = { getSignUp, signUp, signIn, signOut, getMe, switchAccount };
