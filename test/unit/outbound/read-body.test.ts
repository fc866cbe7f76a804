import fc from "fast-check";
import { expect, it } from "vitest";
import { readBody } from "#flow/outbound/read-body.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const toBase64 = (value: Uint8Array) => Buffer.from(value).toString("base64");
const read = (type: string, value: string | Uint8Array) => readBody(type, typeof value === "string" ? bytes(value) : value, toBase64);

it.each(["application/json", "Application/JSON; charset=utf-8", "text/json", "application/vnd.api+json", " application/problem+json "])(
  "parses %j",
  (type) => {
    expect(read(type, ' {"a":1} ')).toEqual({ a: 1 });
  },
);

it.each(["application/jsonp", "text/plain", "application/xml", ""])("does not parse %j", (type) => {
  expect(read(type, '{"a":1}')).toBe('{"a":1}');
});

it("reads JSON as UTF-8 with or without a byte order mark", () => {
  expect(read("application/json", '\ufeff"é"')).toBe("é");
});

it("keeps a key named __proto__ as data", () => {
  const value = read("application/json", '{"__proto__":{"a":1}}') as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(["__proto__"]);
});

it("does not count brackets in strings as depth", () => {
  const text = JSON.stringify({ a: `"${"[{".repeat(500)}"\\` });
  expect(read("application/json", text)).toEqual(JSON.parse(text));
});

it("reads as text with an unknown or no charset, and never throws", () => {
  expect(read("text/plain; charset=klingon", "é")).toBe("é");
  expect(read("text/html", new Uint8Array([0xe9]))).toBe("\ufffd");
});

it("is null for an empty answer without a type, and empty text where there is one", () => {
  expect(read("", "")).toBeNull();
  expect(read("text/plain", "")).toBe("");
});

it("loses nothing of what is not declared as text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (value) => {
      const body = read("application/octet-stream", value);
      const back = typeof body === "string" ? bytes(body) : Buffer.from((body as { base64: string }).base64, "base64");
      const mark = value[0] === 0xef && value[1] === 0xbb && value[2] === 0xbf && typeof body === "string";
      expect([...back]).toEqual(Array.from(value.subarray(mark ? 3 : 0)));
    }),
  );
});
