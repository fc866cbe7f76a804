/**
 * The kinds of authorization profile. One schema validates, draws the form (`.meta`) and documents. A secret is
 * `writeOnly`: it may be left out of a change, and no answer has it.
 */
import * as z from "zod";
import { headerName } from "../outbound/request-head.ts";

/**
 * RFC 7617 §2 and RFC 6749 appendix A: neither a password nor a client secret contains one, so a pasted line break is
 * not part of it.
 */
const noControl = /^[^\x00-\x1f\x7f]*$/;
const controlMessage = "Remove line breaks and other control characters.";
const secret = (title: string) =>
  z.string().min(1, "Enter a value.").max(8_192).regex(noControl, controlMessage).optional().meta({ title, writeOnly: true });
/** What a header can hold, so that a wrong secret is found when it is saved and not when it is sent. */
const headerSecret = (title: string) =>
  z
    .string()
    .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, "Use printable ASCII characters, without spaces at the ends.")
    .max(8_192)
    .optional()
    .meta({ title, writeOnly: true });
const plain = (title: string, max = 500) => z.string().trim().min(1, "Enter a value.").max(max).meta({ title });
const address = (title: string, description: string) =>
  z
    .string()
    .trim()
    .max(2_000)
    .refine(isWebAddress, "Enter a full URL that starts with https://.")
    .refine((text) => !text.includes("#"), "Remove the part after # from the URL.")
    .meta({ title, description });

const none = z.strictObject({ kind: z.literal("none") }).meta({ title: "None" });

const basic = z
  .strictObject({
    kind: z.literal("basic"),
    username: z
      .string()
      .min(1, "Enter a value.")
      .max(500)
      // RFC 7617 §2: the first colon ends the name.
      .refine((text) => !text.includes(":"), "A user name cannot contain a colon.")
      .meta({ title: "User name" }),
    password: secret("Password"),
  })
  .meta({ title: "Basic" });

const bearer = z.strictObject({ kind: z.literal("bearer"), token: headerSecret("Token") }).meta({ title: "Bearer token" });

const apiKey = z
  .strictObject({
    kind: z.literal("api-key"),
    in: z.enum(["header", "query"]).meta({ title: "Send in" }),
    name: z.string().trim().regex(headerName, "Use letters, digits and hyphens.").max(200).meta({ title: "Header or parameter name" }),
    key: headerSecret("Key"),
  })
  .meta({ title: "API key" });

const scopes = z
  .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, "A scope cannot contain spaces."))
  .max(100)
  .default([])
  .meta({ title: "Scopes" });

const oauth = {
  issuer: address("Issuer", "URLs that are left out come from the issuer's discovery document.").optional(),
  tokenUrl: address("Token URL", "Where tokens are requested.").optional(),
  clientId: plain("Client ID"),
  clientSecret: z
    .string()
    .trim()
    .min(1, "Enter a value.")
    .max(8_192)
    .regex(noControl, controlMessage)
    .optional()
    .meta({ title: "Client secret", writeOnly: true }),
  scopes,
  audience: plain("Audience", 2_000).optional(),
  // RFC 8707 §2: an absolute URI of any scheme, such as urn:… or api://…, without a fragment.
  resource: z
    .string()
    .trim()
    .max(2_000)
    .regex(/^[a-z][a-z0-9+.-]*:[^\s#]+$/i, "Enter an absolute URI without #, for example https://api.example.com or urn:example:api.")
    .optional()
    .meta({ title: "Resource", description: "RFC 8707: the URI that the token is for." }),
};

const clientCredentials = z
  .strictObject({
    kind: z.literal("client-credentials"),
    ...oauth,
    authMethod: z.enum(["basic", "post"]).default("basic").meta({ title: "Client authentication" }),
  })
  .meta({ title: "OAuth 2.0 client credentials" });

const authorizationCode = z
  .strictObject({
    kind: z.literal("authorization-code"),
    authorizationUrl: address("Authorization URL", "Where a person gives consent. Its query can contain more parameters.").optional(),
    ...oauth,
    authMethod: z
      .enum(["basic", "post", "none"])
      .default("basic")
      .meta({ title: "Client authentication", description: "none is for public clients, which have no secret." }),
  })
  .meta({ title: "OAuth 2.0 authorization code" });

/** The settings of a profile as they are sent, with the secret or without it. */
export const profileSettings = z
  .discriminatedUnion("kind", [none, basic, bearer, apiKey, clientCredentials, authorizationCode])
  .superRefine((settings, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (settings.kind !== "client-credentials" && settings.kind !== "authorization-code") return;
    if (!settings.tokenUrl && !settings.issuer) complain("tokenUrl", "Enter the token URL, or an issuer that publishes it.");
    if (settings.kind === "client-credentials") return;
    if (!settings.authorizationUrl && !settings.issuer)
      complain("authorizationUrl", "Enter the authorization URL, or an issuer that publishes it.");
    if (settings.authMethod === "none" && settings.clientSecret !== undefined)
      complain("clientSecret", "A public client has no secret. Choose another client authentication, or leave out the secret.");
  });
export type ProfileSettings = z.output<typeof profileSettings>;
export type ProfileKind = ProfileSettings["kind"];

/** The same without secrets: what is stored in the open and what answers show. */
export const shownSettings = z.discriminatedUnion("kind", [
  none,
  basic.omit({ password: true }),
  bearer.omit({ token: true }),
  apiKey.omit({ key: true }),
  clientCredentials.omit({ clientSecret: true }),
  authorizationCode.omit({ clientSecret: true }),
]);
export type ShownSettings = z.output<typeof shownSettings>;
export type OAuthSettings = Extract<ShownSettings, { kind: "client-credentials" | "authorization-code" }>;

/** The setting of each kind that is secret. */
const secretNames = {
  none: undefined,
  basic: "password",
  bearer: "token",
  "api-key": "key",
  "client-credentials": "clientSecret",
  "authorization-code": "clientSecret",
} as const satisfies Record<ProfileKind, string | undefined>;

/** The settings without their secret, and the secret. */
export function splitSecret(settings: ProfileSettings): { readonly shown: ShownSettings; readonly secret: string | undefined } {
  const name = secretNames[settings.kind];
  if (name === undefined) return { shown: settings, secret: undefined };
  const { [name]: secret, ...shown } = settings as ProfileSettings & Record<typeof name, string | undefined>;
  return { shown, secret };
}

/** The name of the secret setting that a profile cannot do without, or undefined where it needs none. */
export function neededSecret(settings: ShownSettings): string | undefined {
  if (settings.kind === "authorization-code" && settings.authMethod === "none") return undefined;
  return secretNames[settings.kind];
}

function isWebAddress(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
  } catch {
    return false;
  }
}
