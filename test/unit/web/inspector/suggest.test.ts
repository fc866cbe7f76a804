import { describe, expect, it } from "vitest";
import { expressionStart, type Reach, suggestAt, takeSuggestion } from "../../../../web/editor/inspector/suggest.ts";

const reach: Reach = {
  steps: [
    { name: "Get order", type: "api", always: true },
    { name: "Rate", type: "script", always: false },
    { name: "Start", type: "start", always: true },
  ],
  inputs: [
    { name: "total", type: "number" },
    { name: "country", type: "enum" },
  ],
  env: ["TOKEN"],
  sample: {
    steps: {
      Start: { total: 5, country: "DE" },
      "Get order": { output: { status: 200, headers: {}, body: { id: 7, items: [{ sku: "a" }, { sku: "b" }] } } },
    },
  },
};
const labels = (text: string, caret = text.length, options = {}) => suggestAt(text, caret, reach, options)?.items.map(({ label }) => label);

describe("completion", () => {
  it("knows when the caret is inside an expression", () => {
    expect(expressionStart("a {{b}} c", 1)).toBeUndefined();
    expect(expressionStart("a {{b}} c", 4)).toBe(4);
    expect(expressionStart("a {{b}} c", 5)).toBe(4);
    expect(expressionStart("a {{b}} c", 8)).toBeUndefined();
    expect(expressionStart("{{a}}{{", 7)).toBe(7);
  });

  it("offers nothing in fixed text unless asked, and then whole expressions", () => {
    expect(labels("Hello ")).toBeUndefined();
    const asked = suggestAt("Hello ", 6, reach, { force: true })!;
    expect(asked.items[0]?.insert).toBe("{{steps.`Get order`.output}}");
  });

  it("begins with what the nearest steps gave, then the inputs, then the variables", () => {
    expect(labels("{{")?.slice(0, 7)).toEqual([
      "steps.`Get order`.output",
      "steps.`Get order`.output.status",
      "steps.`Get order`.output.headers",
      "steps.`Get order`.output.body",
      "steps.Rate.output",
      "steps.Start.total",
      "steps.Start.country",
    ]);
    expect(labels("{{")).toContain("env.TOKEN");
  });

  it("finds an input by any part of its name", () => {
    expect(labels("{{coun")).toEqual(["steps.Start.country"]);
    expect(suggestAt("{{ tot", 6, reach)).toMatchObject({ from: 3, to: 6, items: [{ insert: "steps.Start.total", value: 5 }] });
  });

  it("goes down into the data of the last test run, through lists", () => {
    expect(labels("{{steps.`Get order`.output.body.")).toEqual(["id", "items"]);
    expect(labels("{{steps.`Get order`.output.body.items.")).toEqual(["sku"]);
    expect(labels("{{steps.`Get order`.output.body.items[0].s")).toEqual(["sku"]);
    expect(labels("{{context.steps.Start.")).toEqual(["total", "country"]);
  });

  it("knows what a step holds before it ever ran", () => {
    expect(suggestAt("{{steps.Rate.", 13, reach)?.items[0]).toEqual({ label: "output", insert: "output", kind: "field", value: undefined });
    expect(suggestAt("{{steps.", 8, reach)?.items).toContainEqual(expect.objectContaining({ label: "Rate", possibly: true }));
  });

  it("quotes names that need it", () => {
    const found = suggestAt("{{steps.Get", 11, reach)!;
    expect(takeSuggestion("{{steps.Get", found, found.items[0]!)).toEqual({ text: "{{steps.`Get order`}}", caret: 19 });
  });

  it("offers functions behind a dollar sign, and nothing inside of quotes", () => {
    expect(labels("{{ $upp")).toEqual(["$uppercase"]);
    expect(labels('{{ "steps.')).toBeUndefined();
  });

  it("closes an expression that is not closed, and only such a one", () => {
    const text = "{{tot and {{steps.Start.country}}";
    const found = suggestAt(text, 5, reach)!;
    expect(takeSuggestion(text, found, found.items[0]!).text).toBe("{{steps.Start.total}} and {{steps.Start.country}}");
    const closed = suggestAt("{{tot}}", 5, reach)!;
    expect(takeSuggestion("{{tot}}", closed, closed.items[0]!)).toEqual({ text: "{{steps.Start.total}}", caret: 19 });
    const bare = suggestAt("tot", 3, reach, { bare: true })!;
    expect(takeSuggestion("tot", bare, bare.items[0]!, { bare: true }).text).toBe("steps.Start.total");
  });

  it("replaces the rest of the word that the caret stands in", () => {
    const text = "{{steps.Start.toXX + 1}}";
    const found = suggestAt(text, 16, reach)!;
    expect(takeSuggestion(text, found, found.items[0]!).text).toBe("{{steps.Start.total + 1}}");
  });
});
