import fc from "fast-check";
import { expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { newSigningSecret } from "#flow/push/signing-secret.ts";

it("is whsec_ and the base64 of the bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 24, maxLength: 64 }), (bytes) => {
      expect(newSigningSecret(bytes)).toBe(`whsec_${Buffer.from(bytes).toString("base64")}`);
    }),
  );
});

it("is taken by the Standard Webhooks package", () => {
  const secret = newSigningSecret(new Uint8Array(32).fill(7));
  expect(new Webhook(secret).sign("msg_1", new Date(0), "{}")).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
});

it.each([0, 16, 23, 65])("is not made of %i bytes", (length) => {
  expect(() => newSigningSecret(new Uint8Array(length))).toThrow("24 to 64");
});
