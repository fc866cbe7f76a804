import { describe, expect, it } from "vitest";
import { parseSelection, queryOf, selectionParameters } from "../../../../web/pages/workflow/monitoring/selection.ts";

const columns = ["status", "source"];
const read = (text: string) => parseSelection(new URLSearchParams(text), columns);
const now = 1_800_000_000_000;

describe("a selection in an address", () => {
  it("is the last day where nothing is said", () => {
    expect(read("")).toEqual({ range: "24h", from: undefined, to: undefined, search: "", filters: [], join: "and" });
    expect(queryOf(read(""), now)).toEqual({ from: String(now - 86_400_000) });
  });

  it("is the same after it was written and read again", () => {
    const chosen = {
      range: "custom",
      from: 5,
      to: 900,
      search: "a & b",
      filters: [{ column: "status", operator: "isNot", value: "Success" }],
      join: "or",
    } as const;
    const parameters = Object.entries(selectionParameters(chosen)).filter(([, value]) => value !== "");
    expect(read(new URLSearchParams(parameters).toString())).toEqual(chosen);
  });

  it("leaves out what means nothing", () => {
    const filters = JSON.stringify([
      { column: "colour", operator: "is", value: "red" },
      { column: "status", operator: "has", value: 3 },
      null,
    ]);
    expect(read(`range=year&from=soon&join=xor&filters=${encodeURIComponent(filters)}`)).toEqual(read(""));
    expect(read("filters=[{")).toEqual(read(""));
    expect(read("range=custom").range).toBe("24h");
  });

  it("asks for an open end where only one end is given", () => {
    expect(queryOf(read("range=custom&from=100"), now)).toEqual({ from: "100" });
    expect(queryOf(read("range=custom&to=100"), now)).toEqual({ to: "100" });
  });

  it("joins filters only where there are some", () => {
    expect(queryOf({ ...read("join=or"), search: "x" }, now)).toEqual({ from: String(now - 86_400_000), search: "x" });
  });
});
