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

it("reads as UTF-8 with an unknown or no charset", () => {
  expect(read("text/plain; charset=klingon", "é")).toBe("é");
});

const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const utf16 = (text: string, mark = "") => new Uint8Array(Buffer.from(mark + text, "utf16le"));

it.each<[string, Uint8Array, unknown]>([
  ["application/json; charset=ISO-8859-15", latin('{"n":"Zo\u00eb \u00a4"}'), { n: "Zoë €" }],
  ["application/json;charset='windows-1252'", latin('{"n":"\u0080"}'), { n: "€" }],
  ["application/problem+json; charset=Shift_JIS", latin('{"n":"\u0093\u00fa"}'), { n: "日" }],
  ["application/json", utf16('{"n":"é"}'), { n: "é" }],
  ["application/json; charset=utf-8", utf16('{"n":"é"}', "\ufeff"), { n: "é" }],
  [
    "application/xml",
    latin('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e9</a>'),
    '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>',
  ],
  ["text/html", latin('<meta charset="windows-1252"><p>\u00e9'), '<meta charset="windows-1252"><p>é'],
  ['text/csv; header=present; charset="iso-8859-1"', latin("\u00e9"), "é"],
])("decodes %s by the charset that it or its bytes name", (type, value, expected) => {
  expect(read(type, value)).toEqual(expected);
});

it.each([
  ["text/html", latin("\u00e9")],
  ["application/json", latin('{"n":"\u00e9"}')],
  ["application/json; charset=utf-8", latin('"\u00ff"')],
  ["text/plain; charset=klingon", latin("\u00e9")],
  ["text/plain; charset=shift_jis", latin("\u0081")],
])("keeps the bytes of %s that are no clean text", (type, value) => {
  expect(read(type, value)).toEqual({ contentType: type.split(";")[0], size: value.length, base64: toBase64(value) });
});

const inexact = (text: string) => {
  const found: string[] = [];
  const body = readBody("application/json", bytes(text), toBase64, (numbers) =>
    found.push(...numbers.map(({ path, written }) => `${path} ${written}`)),
  );
  return { body, found };
};

it.each<[string, unknown, string[]]>([
  ['{"p_id":7615917337495251231}', { p_id: "7615917337495251231" }, ["/p_id 7615917337495251231"]],
  ['{"a":[1,{"b/c":-9007199254740993}]}', { a: [1, { "b/c": "-9007199254740993" }] }, ["/a/1/b~1c -9007199254740993"]],
  ['[1e400,"7615917337495251231"]', ["1e400", "7615917337495251231"], ["/0 1e400"]],
  ["18446744073709551615", "18446744073709551615", [" 18446744073709551615"]],
  ['{"pi":3.14159265358979321111}', { pi: Math.PI }, ["/pi 3.14159265358979321111"]],
  ['{"tiny":1e-400}', { tiny: 0 }, ["/tiny 1e-400"]],
])("a number that loses digits is kept or named: %s", (text, body, found) => {
  expect(inexact(text)).toEqual({ body, found });
});

it.each([
  "[0.1, 1.0, 1e21, 9007199254740991, -0, 1E5]",
  "[0.10000000000000001, 1.7976931348623157e308, 5e-324, 0.30000000000000004]",
  '["9007199254740993"]',
])("%s holds nothing that is lost", (text) => {
  expect(inexact(text)).toEqual({ body: JSON.parse(text), found: [] });
});

it("says nothing of what a machine wrote from a number of its own", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(inexact(`[${JSON.stringify(value)},${value.toPrecision(17)}]`).found).toEqual(
        Number.isInteger(value) && Math.abs(value) > 2 ** 53 ? expect.anything() : [],
      );
    }),
  );
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
