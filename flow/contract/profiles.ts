/** Authorization profiles: how API nodes authenticate with other systems. */
import * as z from "zod";
import { parseHostRule } from "../outbound/host-rules.ts";
import { profileSettings, shownSettings } from "../profiles/profile-settings.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const host = z
  .string()
  .trim()
  .max(260)
  .refine((text) => parseHostRule(text) !== undefined, "Enter a host or host:port, without https:// and path.");

const fields = {
  name: nameOf("profile", 100),
  settings: profileSettings,
  hosts: z.array(host).min(1, "Enter a host.").max(50).nullish().meta({
    title: "Hosts",
    description: "The only hosts that receive the secret. Required, except for a profile without a secret (`none`).",
  }),
  testUrl: z
    .url({ protocol: /^https?$/, error: "Enter a full URL that starts with https://." })
    .max(2_000)
    .nullish()
    .meta({ title: "Test URL", description: "The URL that a test of the profile calls." }),
};

const lastTest = z
  .object({ ok: z.boolean(), message: z.string(), at: time })
  .meta({ id: "ProfileTest", description: "Result of the last test, or of a later refresh that was refused." });

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
      .meta({ description: "Whether a person has given consent in the other system. Null if this is not needed." }),
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
  summary: "Lists the authorization profiles of the account, by name",
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
  summary: "Creates an authorization profile. Its secret is never shown again",
  body: z.strictObject(fields),
  answer: profile,
  status: 201,
  errors: ["conflict"],
});

const getProfile = declareRoute({
  method: "GET",
  path: "/api/profiles/{profileId}",
  access: "account.see",
  summary: "Returns an authorization profile",
  answer: profile,
  status: 200,
  errors: [],
});

const updateProfile = declareRoute({
  method: "PATCH",
  path: "/api/profiles/{profileId}",
  access: "profiles.manage",
  audit: ["profile.changed"],
  summary: "Changes a profile. Fields that are not in the body keep their value",
  description:
    "Send all settings. Only secrets can be left out to keep them. Owners, Admins and the person who created the profile can change it.  " +
    "If a change of `hosts`, `tokenUrl`, `issuer` or `authorizationUrl` sends the secret to a new place, send the secret again (`value_required`).  " +
    "Such a change disconnects the profile, and so does a change of any OAuth setting except the client authentication.",
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
  summary: "Deletes a profile. No draft and no deployed version may use it",
  status: 204,
  errors: ["conflict"],
});

const testProfile = declareRoute({
  method: "POST",
  path: "/api/profiles/{profileId}/test",
  access: "profiles.manage",
  audit: ["profile.tested"],
  summary: "Tests a profile: fetches a token if it uses OAuth, and calls its test URL if it has one",
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
  summary: "Redirects to the other system to give consent",
  description: "For browsers. Needs a session, and the person must return in the same session within 10 minutes.",
  status: 302,
  errors: ["conflict"],
});

const finishConnection = declareRoute({
  method: "GET",
  path: "/api/oauth/callback",
  access: "signed-in",
  audit: ["profile.connected"],
  summary: "The page that the other system redirects back to. It shows the result",
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
