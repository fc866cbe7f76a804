/** Personal access tokens: a person's way to let a program act for them in the account that is active when it is made. */
import * as z from "zod";
import { tokenScopeNames, tokenScopes } from "../rights/token-scopes.ts";
import { moment, nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const scope = z.enum(tokenScopeNames).meta({
  id: "TokenScope",
  description: tokenScopeNames.map((name) => `\`${name}\`: ${tokenScopes[name]}`).join(" "),
});

const accessToken = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    last4: z.string(),
    account: z.object({ id: z.string(), name: z.string() }),
    createdAt: time,
    lastUsedAt: time.nullable(),
    expiresAt: time.nullable(),
    scopes: z.array(scope).nullable().meta({ description: "Null means everything that the person can do." }),
  })
  .meta({ id: "AccessToken", title: "Personal access token" });

const listTokens = declareRoute({
  method: "GET",
  path: "/api/tokens",
  access: "signed-in",
  summary: "Lists your personal access tokens, newest first",
  query: pageQuery,
  answer: pageOf(accessToken),
  status: 200,
  errors: [],
});

const createToken = declareRoute({
  method: "POST",
  path: "/api/tokens",
  access: "account.see",
  audit: ["token.created"],
  summary: "Creates a token for the active account. The token is shown only in this response",
  description: "A token that is created with another token cannot expire later or have more scopes.",
  body: z.strictObject({
    name: nameOf("token", 100),
    expiresAt: moment.nullish(),
    scopes: z
      .array(scope)
      .min(1, "Choose at least one scope, or null for all scopes.")
      .max(tokenScopeNames.length)
      .nullish()
      .meta({ title: "Scopes", description: "What the token can be used for. Null means everything that you can do." }),
  }),
  answer: accessToken.extend({ token: z.string().meta({ description: "The token itself. Only its hash is stored." }) }),
  status: 201,
  errors: ["conflict"],
});

const deleteToken = declareRoute({
  method: "DELETE",
  path: "/api/tokens/{tokenId}",
  access: "signed-in",
  audit: ["token.revoked"],
  summary: "Revokes one of your tokens immediately",
  status: 204,
  errors: [],
});

export const tokenRoutes = { listTokens, createToken, deleteToken };
