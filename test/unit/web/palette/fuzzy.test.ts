import { describe, expect, it } from "vitest";
import { fuzzyScore } from "../../../../web/app/fuzzy.ts";

describe("how well a command fits what was typed", () => {
  it("is nothing where a letter is missing or out of order", () => {
    expect(fuzzyScore("mex", "Members & roles")).toBeUndefined();
    expect(fuzzyScore("srebmem", "Members & roles")).toBeUndefined();
  });

  it("is better at the beginnings of words than inside them", () => {
    expect(fuzzyScore("mr", "Members & roles")!).toBeGreaterThan(fuzzyScore("mr", "Timer")!);
  });

  it("is better for letters that stand together, wherever the first of them is met before", () => {
    expect(fuzzyScore("tok", "Access tokens")!).toBeGreaterThan(fuzzyScore("tok", "Theme: a dark look")!);
    expect(fuzzyScore("data", "Upload a data set")!).toBeGreaterThan(fuzzyScore("data", "Details and a table")!);
  });

  it("overlooks spaces and case, and prefers the shorter of two equal fits", () => {
    expect(fuzzyScore("ORDER tri", "Order triage")).toBe(fuzzyScore("ordertri", "Order triage"));
    expect(fuzzyScore("data", "Data")!).toBeGreaterThan(fuzzyScore("data", "Data of last year")!);
  });
});
