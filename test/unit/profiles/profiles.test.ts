import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { authorized, credentialOf, secretTextsOf } from "#flow/profiles/credential.ts";
import { neededSecret, profileSettings, shownSettings, splitSecret } from "#flow/profiles/profile-settings.ts";
import { scopeFor, isWithin, tokenScopeNames } from "#flow/rights/token-scopes.ts";

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const examples = [
  { kind: "none" },
  { kind: "basic", username: "ada", password: "p" },
  { kind: "bearer", token: "t" },
  { kind: "api-key", in: "header", name: "X-Key", key: "k" },
  { kind: "client-credentials", tokenUrl: "https://a.example/t", clientId: "c", clientSecret: "s" },
  { kind: "authorization-code", issuer: "https://a.example", clientId: "c", clientSecret: "s" },
];

describe("the settings of a profile", () => {
  it.each(examples)("of the kind %o come apart into what is shown and the secret", (example) => {
    const { shown, secret } = splitSecret(profileSettings.parse(example));
    expect(shownSettings.parse(shown)).toEqual(shown);
    const name = neededSecret(shown);
    expect(name === undefined ? undefined : (example as Record<string, unknown>)[name]).toBe(secret);
    expect(Object.keys(shown)).not.toContain(name);
  });

  it("say of each kind which field is secret, for forms and documents", () => {
    const secretFields = profileSettings.options.map(({ shape }) =>
      Object.entries(shape as Record<string, z.ZodType>).flatMap(([name, field]) => (field.meta()?.["writeOnly"] ? [name] : [])),
    );
    expect(secretFields).toEqual([[], ["password"], ["token"], ["key"], ["clientSecret"], ["clientSecret"]]);
  });
});

describe("a credential", () => {
  const request = {
    url: "https://api.example/x?a=%20b&key=old&c",
    method: "GET",
    headers: [
      ["AUTHORIZATION", "old"],
      ["X-Other", "1"],
    ],
  } as const;
  const of = (settings: unknown, secret: string) => credentialOf(shownSettings.parse(settings), secret, toBase64)!;

  it("is encoded as UTF-8 for Basic", () => {
    expect(of({ kind: "basic", username: "ädä" }, "pä:ss").value).toBe(`Basic ${Buffer.from("ädä:pä:ss").toString("base64")}`);
  });

  it("takes the place of a header of its name, in whatever case", () => {
    expect(authorized(request, of({ kind: "bearer" }, "t")).headers).toEqual([
      ["X-Other", "1"],
      ["Authorization", "Bearer t"],
    ]);
  });

  it("takes the place of a parameter of its name and leaves the others as they were written", () => {
    const credential = of({ kind: "api-key", in: "query", name: "key" }, "a&b c");
    expect(authorized(request, credential).url).toBe("https://api.example/x?a=%20b&c&key=a%26b%20c");
    expect(authorized({ ...request, url: "https://api.example/x" }, credential).url).toBe("https://api.example/x?key=a%26b%20c");
  });

  it("names everything that must not be seen in an answer", () => {
    const credential = of({ kind: "basic", username: "ada" }, "pass");
    expect(secretTextsOf("pass", credential)).toEqual(["pass", Buffer.from("ada:pass").toString("base64")]);
  });
});

describe("scopes of tokens", () => {
  it("take read for looking, whatever the right, and never for a change", () => {
    for (const access of ["workflow.see", "account.own", "signed-in", "workflow.delete"] as const) {
      expect(scopeFor("GET", access)).toBe("read");
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(scopeFor(method, access)).not.toBe("read");
    }
  });

  it("are within others where they are a part of them; none said is all", () => {
    expect(isWithin(["read"], null)).toBe(true);
    expect(isWithin(null, ["read"])).toBe(false);
    expect(isWithin(null, null)).toBe(true);
    expect(isWithin(["read", "write"], ["read"])).toBe(false);
    expect(isWithin(["read"], tokenScopeNames)).toBe(true);
  });
});
