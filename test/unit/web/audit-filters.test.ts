import { describe, expect, it } from "vitest";
import { sentenceOf } from "../../../web/pages/workflow/audit/filter-values.ts";
import { parseFilters } from "../../../web/pages/workflow/audit/filters.ts";

const nobody = { people: new Map(), workflows: new Map() };

describe("filters of the audit log", () => {
  it("leave out of an address what is no filter", () => {
    const good = { column: "category", operator: "is", value: "sharing" };
    expect(parseFilters(JSON.stringify([good, { column: "password", operator: "is", value: "x" }, 7, null]))).toEqual([good]);
    for (const text of ["", "{", "{}", "null"]) expect(parseFilters(text)).toEqual([]);
  });

  it("read like sentences in the product's words", () => {
    expect(sentenceOf({ column: "category", operator: "isNot", value: "signIn" }, nobody)).toBe("category is not Sign-in");
    expect(sentenceOf({ column: "event", operator: "is", value: "workflow.renamed" }, nobody)).toBe("event is Workflow renamed");
  });

  it("name people, and by their id who is not known", () => {
    const known = { ...nobody, people: new Map([["u1", "Ada Byron"]]) };
    expect(sentenceOf({ column: "user", operator: "is", value: "u1" }, known)).toBe("user is Ada Byron");
    expect(sentenceOf({ column: "user", operator: "is", value: "u2" }, known)).toBe("user is u2");
  });
});
