import { expect, it } from "vitest";
import { email } from "#flow/contract/emails.ts";
import { profileSettings } from "#flow/profiles/profile-settings.ts";
import { readTokenAnswer } from "#flow/profiles/token-answer.ts";

const token = { access_token: "tok123456", token_type: "Bearer", expires_in: 3600 };
const taken = { access_token: "tok123456", token_type: "bearer", expires_in: 3600 };
const read = (answer: unknown, status = 200) => {
  const found = readTokenAnswer(status, typeof answer === "string" ? answer : JSON.stringify(answer));
  return found.ok ? { status: found.status, ...(JSON.parse(found.body) as object) } : found.what;
};
const { expires_in: _, ...unlimited } = taken;

it.each<[string, unknown, object]>([
  ["a refresh token that is null", { ...token, refresh_token: null }, taken],
  ["no token type", { access_token: "tok123456", expires_in: 3600 }, taken],
  ["a token type that is null", { ...token, token_type: null }, taken],
  ["a lifetime that is null", { ...token, expires_in: null }, unlimited],
  ["a lifetime that is a text", { ...token, expires_in: "3600" }, taken],
  ["a lifetime that says nothing", { ...token, expires_in: "never" }, unlimited],
  ["a scope that is a list", { ...token, scope: ["a", "b"] }, { ...taken, scope: "a b" }],
  ["a scope that is null", { ...token, scope: null }, taken],
  ["an error that is null", { ...token, error: null }, taken],
  ["an ID token", { ...token, id_token: "x.y.z" }, taken],
  ["Slack's token type", { ...token, token_type: "bot", ok: true }, { ...taken, ok: true }],
  ["a form", "access_token=tok123456&token_type=bearer&expires_in=3600", taken],
  ["a byte order mark", `\ufeff${JSON.stringify(token)}`, taken],
])("takes a token answer with %s", (_name, answer, expected) => {
  expect(read(answer)).toEqual({ status: 200, ...expected });
});

it.each<[unknown, string]>([
  [{ error: "invalid_client", error_description: "bad" }, "invalid_client"],
  [{ ok: false, error: "bad_client_secret" }, "bad_client_secret"],
  ["error=bad_verification_code&error_description=The+code", "bad_verification_code"],
  [{ error: { message: "Bad", type: "OAuthException", code: 190 } }, "OAuthException"],
  [{ ...token, error: "invalid_grant" }, "invalid_grant"],
])("reads an error that comes with status 200: %j", (answer, error) => {
  expect(read(answer)).toMatchObject({ status: 400, error });
});

it.each<[unknown, string]>([
  [{}, "answered without an access token"],
  [{ access_token: null, token_type: "Bearer" }, "answered without an access token"],
  [{ ...token, access_token: 5 }, "answered without an access token"],
  [{ ...token, token_type: "mac" }, "gave a token that is not a bearer token, which cannot be used here"],
  ["<html>secret</html>", "answered something that is not JSON"],
  ["[]", "answered something that is not JSON"],
])("says what is wrong with %j, and nothing of what it holds", (answer, what) => {
  expect(read(answer)).toBe(what);
});

it("leaves an answer that refuses without JSON as it is", () => {
  expect(readTokenAnswer(502, "<html>")).toEqual({ ok: true, status: 502, body: "<html>" });
});

const settings = (more: object) =>
  profileSettings.safeParse({ kind: "client-credentials", tokenUrl: "https://a.test/token", clientId: "id", clientSecret: "sec", ...more });

it.each(["sec\n", " sec\r\n", "sec\t"])("trims the client secret %j, as it is pasted", (clientSecret) => {
  expect(settings({ clientSecret }).data).toMatchObject({ clientSecret: "sec" });
});

it("refuses control characters inside a secret", () => {
  expect(settings({ clientSecret: "s\nec" }).success).toBe(false);
  expect(profileSettings.safeParse({ kind: "basic", username: "a", password: "pw\n" }).success).toBe(false);
  expect(profileSettings.safeParse({ kind: "basic", username: "a", password: " pä w " }).success).toBe(true);
});

it.each(["urn:ietf:params:api", "api://0a1b/access", "https://x.test/a?b=1", "spn:123"])("takes the resource %s", (resource) => {
  expect(settings({ resource }).data).toMatchObject({ resource });
});

it.each(["x.test", "/api", "https://x.test/#a", "urn:", "urn:a b", ""])("refuses the resource %j", (resource) => {
  expect(settings({ resource }).success).toBe(false);
});

it.each([
  ["user@münchen.test", "user@xn--mnchen-3ya.test"],
  [" User@MÜNCHEN.test ", "user@xn--mnchen-3ya.test"],
  ["user@xn--mnchen-3ya.test", "user@xn--mnchen-3ya.test"],
  ["a@例え.jp", "a@xn--r8jz45g.jp"],
  ["a@b.test", "a@b.test"],
])("takes the address %j", (given, kept) => {
  expect(email.parse(given)).toBe(kept);
});

it.each(["user@mün chen.test", "user@mü/nchen.test", "@münchen.test", "user@münchen"])("refuses the address %j", (given) => {
  expect(email.safeParse(given).success).toBe(false);
});
