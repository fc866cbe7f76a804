import fc from "fast-check";
import { expect, it } from "vitest";
import { findJsonFault } from "../../../web/base/json/json-fault.ts";
import { parseJsonText, placeOfId } from "../../../web/base/json/json-text.ts";

it("finds no fault in any JSON, however it is spaced", () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (text, indent) => {
      expect(findJsonFault(JSON.stringify(JSON.parse(text), null, indent))).toBeUndefined();
    }),
  );
});

it("finds a fault exactly where the engine's own parser refuses", () => {
  const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", "]", '"', ":", "x", "01", "\n", "\\"));
  fc.assert(
    fc.property(broken, ([text, at, put]) => {
      const changed = text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1);
      const read = parseJsonText(changed);
      expect(findJsonFault(changed) === undefined).toBe(read.ok || /cannot be kept exactly/.test(read.message));
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['{\n  "nodes": [,]\n}', 2, 13],
  ['{"a": 1,}', 1, 9],
  ["", 1, 1],
  ['{"a": 1} extra', 1, 10],
])("says the line and column of the fault in %j", (text, line, column) => {
  expect(parseJsonText(text)).toMatchObject({ ok: false, line, column });
});

it("says where a number is that would lose digits", () => {
  expect(parseJsonText('{\n  "id": 7615917337495251231 }')).toEqual({
    ok: false,
    message: "The number 7615917337495251231 cannot be kept exactly. Write it as text, in quotes.",
    line: 2,
    column: 9,
  });
  expect(parseJsonText("[9007199254740991, 0.1, 1e21]").ok).toBe(true);
});

it("finds a node by its id, also one with characters that mean something to a pattern", () => {
  const text = JSON.stringify({ nodes: [{ id: "a" }, { id: "a.(b" }] }, null, 2);
  const place = placeOfId(text, "a.(b")!;
  expect(text.slice(place.from, place.to)).toBe('"id": "a.(b"');
});
