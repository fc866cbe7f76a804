import { describe, expect, it } from "vitest";
import { findFault, keywordAt } from "../../../../web/editor/schema/find-fault.ts";
import {
  addProperty,
  choicesOf,
  hasField,
  hiddenKeywords,
  kindOf,
  moveProperty,
  propertiesOf,
  removeProperty,
  renameProperty,
  setProperty,
  setRequired,
  withChoices,
  withKeyword,
  withKind,
  withNull,
} from "../../../../web/editor/schema/schema-parts.ts";

const order = {
  $id: "urn:order",
  type: "object",
  properties: { id: { type: "string" }, total: { type: "number", minimum: 0 }, lines: { type: "array", items: { $ref: "#/$defs/line" } } },
  required: ["id", "total"],
  $defs: { line: { type: "object" } },
  "x-owner": "shop",
};

describe("a schema by form", () => {
  it("keeps every keyword that the form does not know, whatever is edited", () => {
    const edits = [
      (schema: unknown) => addProperty(schema, 0, "property"),
      (schema: unknown) => renameProperty(schema, "id", "number"),
      (schema: unknown) => removeProperty(schema, "total"),
      (schema: unknown) => setRequired(schema, "lines", true),
      (schema: unknown) => withNull(schema, true),
      (schema: unknown) => withKind(schema, "string"),
      (schema: unknown) => withKeyword(schema, "description", "An order"),
    ];
    for (const edit of edits) expect(edit(order)).toMatchObject({ $id: "urn:order", $defs: order.$defs, "x-owner": "shop" });
  });

  it("renames a property in its place, mandatory as it was", () => {
    const renamed = renameProperty(order, "id", "number");
    expect(Object.keys(renamed["properties"] as object)).toEqual(["number", "total", "lines"]);
    expect(renamed["required"]).toEqual(["number", "total"]);
  });

  it("removes a property from what is mandatory too, and the list where none is left", () => {
    const left = removeProperty(removeProperty(order, "id"), "total");
    expect(left).not.toHaveProperty("required");
    expect(propertiesOf(left).map(([name]) => name)).toEqual(["lines"]);
  });

  it("puts a new property behind another under a name that is free", () => {
    const twice = addProperty(addProperty(order, 0, "property"), 0, "property");
    expect(propertiesOf(twice).map(([name]) => name)).toEqual(["id", "property2", "property", "total", "lines"]);
    expect(propertiesOf(moveProperty(twice, 1, 0))[0]![0]).toBe("property2");
    expect(moveProperty(order, 0, -1)).toEqual(order);
  });

  it("drops what belongs to the old type alone, and keeps what both know", () => {
    const total = { type: "number", minimum: 1, enum: [1, 2], description: "In cents" };
    expect(withKind(total, "integer")).toEqual({ type: "integer", minimum: 1, description: "In cents" });
    expect(withKind(total, "string")).toEqual({ type: "string", description: "In cents" });
    expect(withKind(total, "any")).toEqual({ description: "In cents" });
    expect(withKind(false, "object")).toEqual({ type: "object" });
  });

  it("lets null stand beside a type and among its choices, and takes both back", () => {
    const choices = withChoices({ type: "string" }, ["a", "b"]);
    const nullable = withNull(choices, true);
    expect(nullable).toEqual({ type: ["string", "null"], enum: ["a", "b", null] });
    expect(choicesOf(nullable)).toEqual(["a", "b"]);
    expect(withChoices(nullable, ["c"])).toEqual({ type: ["string", "null"], enum: ["c", null] });
    expect(withNull(nullable, false)).toEqual(choices);
    expect(withChoices(choices, [])).toEqual({ type: "string" });
  });

  it("tells types that it cannot show from those that it can", () => {
    expect(kindOf({ type: ["string", "null"] })).toEqual({ kind: "string", nullable: true });
    expect(kindOf({ type: ["string", "number"] }).kind).toBe("several");
    expect(kindOf({ properties: {} }).kind).toBe("object");
    expect(kindOf(true).kind).toBe("any");
    expect(kindOf(false).kind).toBe("never");
  });

  it("names what it does not show, and has no field for it", () => {
    const schema = { type: "string", enum: ["a", 1], pattern: "x", not: {}, minLength: 2 };
    expect(hiddenKeywords(schema)).toEqual(["enum", "not"]);
    expect(hiddenKeywords({ type: "object", additionalProperties: {} })).toEqual(["additionalProperties"]);
    expect(hasField(schema, "pattern")).toBe(true);
    expect(hasField(schema, "not")).toBe(false);
  });

  it("finds what the server would refuse, with its place", () => {
    const broken = setProperty(order, "id", { type: "string", pattern: "(?=a)" });
    const fault = findFault(broken);
    expect(fault).toMatchObject({ path: "/properties/id/pattern" });
    expect(keywordAt(fault!, "/properties/id")).toBe("pattern");
    expect(findFault(order)).toBeUndefined();
    expect(findFault(undefined)).toBeUndefined();
    expect(findFault([])?.path).toBe("");
  });
});
