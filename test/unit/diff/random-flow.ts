/** Flow documents of every kind that the schema takes, also with doubled ids and edges that lead nowhere. */
import fc from "fast-check";
import type { FlowDocument } from "#flow/model/document.ts";

const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
const name = fc.constantFrom("Start", "Ask", "ask", "Sum", "End");
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.array(fc.constantFrom("x", "y", "z", ""), { maxLength: 12 }).map((lines) => lines.join("\n")),
);
const json = fc.jsonValue({ maxDepth: 3 });

const node = fc.record(
  {
    id,
    type: fc.constantFrom("script", "api", "end"),
    name,
    config: fc.dictionary(fc.constantFrom("code", "url", "body", "headers"), fc.oneof(text, json), { maxKeys: 4, noNullPrototype: true }),
    description: text,
    position: fc.record({ x: fc.integer({ min: 0, max: 3 }), y: fc.integer({ min: 0, max: 3 }) }),
    parent: id,
    timeoutSec: fc.option(fc.integer({ min: 1, max: 3 })),
  },
  { requiredKeys: ["id", "type", "name", "config"] },
);
const input = fc.record(
  { name: id, type: fc.constantFrom("text" as const, "number" as const), mandatory: fc.boolean(), default: json },
  { requiredKeys: ["name", "type"] },
);
const output = fc.record({ name: id, type: fc.constantFrom("string" as const, "json" as const) });
const note = fc.record({
  id,
  text,
  position: fc.record({ x: fc.integer({ min: 0, max: 3 }), y: fc.integer({ min: 0, max: 3 }) }),
  size: fc.record({ width: fc.constantFrom(120, 240), height: fc.constantFrom(80, 160) }),
  colour: fc.constantFrom("yellow" as const, "blue" as const),
});
const edge = fc.record({ from: id, outcome: fc.constantFrom("success", "failure"), to: id });

export function flows(options: { readonly doubles: boolean }): fc.Arbitrary<FlowDocument> {
  const listOf = <Item>(item: fc.Arbitrary<Item>, key: (item: Item) => string) =>
    options.doubles ? fc.array(item, { maxLength: 6 }) : fc.uniqueArray(item, { maxLength: 6, selector: key });
  return fc.record({
    schemaVersion: fc.constant(1 as const),
    inputs: listOf(input, ({ name }) => name),
    outputs: listOf(output, ({ name }) => name),
    nodes: listOf(node, ({ id }) => id),
    edges: fc.array(edge, { maxLength: 8 }),
    notes: listOf(note, ({ id }) => id),
  });
}
