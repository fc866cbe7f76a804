import { expect, it } from "vitest";
import { readConstant } from "../../../../web/editor/inspector/read-constant.ts";

it("reads a constant as the declared type, only where the text spells exactly such a value", () => {
  expect(readConstant("5", "number")).toBe(5);
  expect(readConstant("1.0", "number")).toBe("1.0");
  expect(readConstant("5", "string")).toBe("5");
  expect(readConstant("5", undefined)).toBe("5");
  expect(readConstant("true", "boolean")).toBe(true);
  expect(readConstant("[]", "json")).toEqual([]);
  expect(readConstant("{{steps.A.output}}", "number")).toBe("{{steps.A.output}}");
});
