/** Personal access tokens: a person's way to let a program act for them in the account that is active when it is made. */
import * as z from "zod";
import { moment, nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

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
  })
  .meta({ id: "AccessToken", title: "Personal access token" });

const listTokens = declareRoute({
  method: "GET",
  path: "/api/tokens",
  access: "signed-in",
  summary: "Your personal access tokens, the newest first",
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
  summary: "A new token for the active account, shown in this answer and never again",
  description: "A token made with a token does not outlive it.",
  body: z.strictObject({ name: nameOf("token", 100), expiresAt: moment.nullish() }),
  answer: accessToken.extend({ token: z.string().meta({ description: "The token itself. Only its hash is stored." }) }),
  status: 201,
  errors: ["conflict"],
});

const deleteToken = declareRoute({
  method: "DELETE",
  path: "/api/tokens/{tokenId}",
  access: "signed-in",
  audit: ["token.revoked"],
  summary: "Revokes one of your tokens at once",
  status: 204,
  errors: [],
});

export const tokenRoutes = { listTokens, createToken, deleteToken };
