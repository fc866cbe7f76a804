import { describe, expect, it } from "vitest";
import { resolutionsOf, type Conflict } from "../../../web/pages/workflow/transfer/resolutions.ts";
import { splitAddresses } from "../../../web/base/ui/split-addresses.ts";

const variable = (name: string, value: string | null, secure = false) => ({ name, value, secure, notes: "" });
const conflict: Conflict = { name: "BASE", present: variable("BASE", "here"), incoming: variable("BASE", "there") };
const secret: Conflict = { name: "TOKEN", present: variable("TOKEN", null, true), incoming: variable("TOKEN", null, true) };

describe("what is sent about conflicting variables", () => {
  it("is the choice alone where no value was edited", () => {
    const choices = { BASE: { action: "overwrite", kept: "here", incoming: "there" } } as const;
    expect(resolutionsOf([conflict], choices)).toEqual({ BASE: { action: "overwrite" } });
  });

  it("carries the value of the chosen side where it was edited, never the other's", () => {
    const edited = { kept: "here too", incoming: "elsewhere" };
    expect(resolutionsOf([conflict], { BASE: { action: "keep", ...edited } })).toEqual({ BASE: { action: "keep", value: "here too" } });
    expect(resolutionsOf([conflict], { BASE: { action: "overwrite", ...edited } })).toEqual({
      BASE: { action: "overwrite", value: "elsewhere" },
    });
  });

  it("does not replace a secure value that nobody saw by nothing", () => {
    const choices = { TOKEN: { action: "keep", kept: "", incoming: "" } } as const;
    expect(resolutionsOf([secret], choices)).toEqual({ TOKEN: { action: "keep" } });
  });
});

describe("addresses that were pasted", () => {
  it("are told apart by commas, semicolons, spaces and lines, each once", () => {
    expect(splitAddresses(" a@example.com, b@example.com;c@example.com\nb@example.com ")).toEqual([
      "a@example.com",
      "b@example.com",
      "c@example.com",
    ]);
  });
});
