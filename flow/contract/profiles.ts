/** Authorization profiles: how API nodes prove themselves to other systems. */
import * as z from "zod";
import { parseHostRule } from "../outbound/host-rules.ts";
import { profileSettings, shownSettings } from "../profiles/profile-settings.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const host = z
  .string()
  .trim()
  .max(260)
  .refine((text) => parseHostRule(text) !== undefined, "Give a host, or host:port, without https:// and path.");

const fields = {
  name: nameOf("profile", 100),
  settings: profileSettings,
  hosts: z.array(host).min(1, "Enter a host.").max(50).nullish().meta({
    title: "Hosts",
    description: "The only hosts that may receive the secret. Required, except for a profile without one (`none`).",
  }),
  testUrl: z
    .url({ protocol: /^https?$/, error: "Give a full address that begins with https://." })
    .max(2_000)
    .nullish()
    .meta({ title: "Test URL", description: "What Retest calls with the profile." }),
};

const lastTest = z
  .object({ ok: z.boolean(), message: z.string(), at: time })
  .meta({ id: "ProfileTest", description: "Of the last test, or of a refresh that was refused since." });

const profile = z
  .object({
    id: z.string(),
    name: z.string(),
    settings: shownSettings,
    hosts: z
      .array(z.string())
      .nullable()
      .meta({ description: "Null for a profile without a secret, and for one of an older build that names no hosts yet." }),
    testUrl: z.string().nullable(),
    hasSecret: z.boolean(),
    connected: z
      .boolean()
      .nullable()
      .meta({ description: "Whether somebody has agreed at the other system; null where that is not needed." }),
    lastTest: lastTest.nullable(),
    mayChange: z.boolean(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "AuthorizationProfile", title: "Authorization profile" });

const listProfiles = declareRoute({
  method: "GET",
  path: "/api/profiles",
  access: "account.see",
  summary: "The authorization profiles of the account, by name",
  query: pageQuery.extend({ search: z.string().max(200).optional() }),
  answer: pageOf(profile),
  status: 200,
  errors: [],
});

const createProfile = declareRoute({
  method: "POST",
  path: "/api/profiles",
  access: "profiles.manage",
  audit: ["profile.created"],
  summary: "A new authorization profile; its secret is never shown again",
  body: z.strictObject(fields),
  answer: profile,
  status: 201,
  errors: ["conflict"],
});

const getProfile = declareRoute({
  method: "GET",
  path: "/api/profiles/{profileId}",
  access: "account.see",
  summary: "An authorization profile",
  answer: profile,
  status: 200,
  errors: [],
});

const updateProfile = declareRoute({
  method: "PATCH",
  path: "/api/profiles/{profileId}",
  access: "profiles.manage",
  audit: ["profile.changed"],
  summary: "Changes a profile; what the body leaves out stays",
  description:
    "Settings are given whole; a secret that they leave out stays. Owners, Admins and whoever created the profile may change it. " +
    "A change of `hosts`, `tokenUrl`, `issuer` or `authorizationUrl` that sends the secret somewhere new needs the secret again (`value_required`). " +
    "It ends the connection, as other OAuth settings do, except for the way of client authentication.",
  body: z.strictObject(fields).partial(),
  answer: profile,
  status: 200,
  errors: ["conflict"],
});

const deleteProfile = declareRoute({
  method: "DELETE",
  path: "/api/profiles/{profileId}",
  access: "profiles.manage",
  audit: ["profile.deleted"],
  summary: "Deletes a profile that no flow uses, in development or deployed",
  status: 204,
  errors: ["conflict"],
});

const testProfile = declareRoute({
  method: "POST",
  path: "/api/profiles/{profileId}/test",
  access: "profiles.manage",
  audit: ["profile.tested"],
  summary: "Tests a profile: fetches a token where it is one of OAuth, and calls its test URL where it has one",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: lastTest,
  status: 200,
  errors: [],
});

const startConnection = declareRoute({
  method: "GET",
  path: "/api/profiles/{profileId}/oauth/start",
  access: "profiles.manage",
  summary: "Sends a person on to the other system, where they agree",
  description: "For browsers: it needs a session, and the person must come back in the same one within 10 minutes.",
  status: 302,
  errors: ["conflict"],
});

const finishConnection = declareRoute({
  method: "GET",
  path: "/api/oauth/callback",
  access: "signed-in",
  audit: ["profile.connected"],
  summary: "Where the other system sends a person back to; a page that says how it went",
  file: "text/html; charset=utf-8",
  status: 200,
  errors: [],
});

export const profileRoutes = {
  listProfiles,
  createProfile,
  getProfile,
  updateProfile,
  deleteProfile,
  testProfile,
  startConnection,
  finishConnection,
};
