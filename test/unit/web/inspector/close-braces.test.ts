import { describe, expect, it } from "vitest";
import { closeBraces } from "../../../../web/editor/inspector/close-braces.ts";

/** Types each character at the caret, as the field does. */
function type(keys: string, text = "", caret = text.length): string {
  for (const key of keys) {
    const edit = closeBraces(text, caret, key) ?? { insert: key, caret: caret + 1 };
    text = text.slice(0, caret) + edit.insert + text.slice(caret);
    caret = edit.caret;
  }
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}

describe("braces in a template", () => {
  it("are closed as soon as they are opened", () => {
    expect(type("{{")).toBe("{{|}}");
    expect(type("Hello {{")).toBe("Hello {{|}}");
    expect(type("{{", "before  after", 7)).toBe("before {{|}} after");
  });

  it("are the same whether the end is typed or not", () => {
    expect(type("{{steps.Start.a}}")).toBe("{{steps.Start.a}}|");
    expect(type("{{a}} and {{b}}")).toBe("{{a}} and {{b}}|");
  });

  it("stay as they are where the expression has its end", () => {
    expect(type("{{", "steps.Start.a}}", 0)).toBe("{{|steps.Start.a}}");
    expect(type("{{", "x {{b}}", 0)).toBe("{{|}}x {{b}}");
  });

  it("leave JSON and single braces alone", () => {
    expect(type('{"a":{"b":1}}')).toBe('{"a":{"b":1}}|');
    expect(type("}", "a}", 1)).toBe("a}|}");
    expect(type("{{{")).toBe("{{{|}}");
  });
});
