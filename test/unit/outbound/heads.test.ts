import fc from "fast-check";
import { expect, it } from "vitest";
import { limits } from "#flow/limits.ts";
import { keepHeaders } from "#flow/outbound/keep-headers.ts";
import { checkBody, checkHeaders, checkMethod } from "#flow/outbound/request-head.ts";

it("lets no line break, NUL or control character into a header, and does not repeat the value", () => {
  const printable = fc.stringMatching(/^[ -~]{0,20}$/);
  fc.assert(
    fc.property(printable, fc.constantFrom("\r", "\n", "\0", "\x1f", "\x7f", "\u0100"), printable, (before, bad, after) => {
      expect(() => checkHeaders([["x-a", `a${before}${bad}${after}a`]])).toThrow(
        expect.objectContaining({ code: "setting_invalid", message: expect.stringContaining("header x-a contains") }),
      );
      expect(checkHeaders([["x-a", `a${before}\t${after}\xff`]])).toHaveLength(1);
    }),
  );
});

it("gives names in lower case and trims values, and drops what belongs to the connection", () => {
  expect(
    checkHeaders([
      ["X-A", " b\t"],
      ["HOST", "x"],
      ["content-length", "1"],
      ["Accept-Encoding", "br"],
    ]),
  ).toEqual([["x-a", "b"]]);
});

it("gives the method in upper case and refuses what is no method to send", () => {
  expect(["get", "Patch", "PURGE"].map(checkMethod)).toEqual(["GET", "PATCH", "PURGE"]);
  for (const method of ["connect", "TRACE", "", "GET\r\n", "G T"])
    expect(() => checkMethod(method)).toThrow(expect.objectContaining({ code: "setting_invalid" }));
});

it("takes an empty body of a GET for none", () => {
  expect([checkBody("GET", ""), checkBody("POST", ""), checkBody("POST", "x")]).toEqual([undefined, "", "x"]);
  expect(() => checkBody("GET", "x")).toThrow(expect.objectContaining({ code: "setting_invalid" }));
});

it("keeps at most so many headers and so much of them, each whole or not at all", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer({ min: 0, max: 6000 })), { maxLength: 150 }), (list) => {
      const kept = keepHeaders(list.map(([name, length]) => [name, "v".repeat(length)] as const));
      const entries = Object.entries(kept);
      expect(entries.length).toBeLessThanOrEqual(limits.maxAnswerHeaders);
      const separators = 2 * list.length;
      expect(entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0)).toBeLessThanOrEqual(
        limits.maxAnswerHeaderChars + separators,
      );
      for (const [name, value] of entries) for (const part of value.split(", ")) expect(list).toContainEqual([name, part.length]);
    }),
  );
});

it("keeps a header named __proto__ as data", () => {
  expect(Object.keys(keepHeaders([["__proto__", "x"]]))).toEqual(["__proto__"]);
});
