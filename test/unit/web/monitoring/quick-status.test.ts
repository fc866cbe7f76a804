import { describe, expect, it } from "vitest";
import { isNarrowedTo, toggleStatus } from "../../../../web/pages/workflow/monitoring/quick-status.ts";
import type { RunFilter } from "../../../../web/pages/workflow/monitoring/selection.ts";

const status = (value: string, operator: "is" | "isNot" = "is"): RunFilter => ({ column: "status", operator, value });
const nightly: RunFilter = { column: "source", operator: "is", value: "Nightly" };
const failedOnly = { filters: [status("Failed")], join: "and" } as const;
const nothing = { filters: [], join: "and" } as const;

describe("a status as a quick filter", () => {
  it("is put on and taken off", () => {
    expect(toggleStatus("Failed", nothing)).toEqual(failedOnly);
    expect(isNarrowedTo("Failed", failedOnly)).toBe(true);
    expect(toggleStatus("Failed", failedOnly)).toEqual(nothing);
  });

  it("takes the place of another status and keeps the other filters", () => {
    const selection = { filters: [status("Waiting"), nightly], join: "and" } as const;
    expect(toggleStatus("Failed", selection)).toEqual({ filters: [nightly, status("Failed")], join: "and" });
    expect(toggleStatus("Failed", { filters: [status("Failed"), nightly], join: "and" })).toEqual({ filters: [nightly], join: "and" });
  });

  it("is not on where the list shows other statuses too", () => {
    expect(isNarrowedTo("Failed", { filters: [status("Failed"), nightly], join: "or" })).toBe(false);
    expect(isNarrowedTo("Failed", { filters: [status("Failed"), status("Waiting")], join: "or" })).toBe(false);
    expect(isNarrowedTo("Failed", { filters: [status("Failed", "isNot")], join: "and" })).toBe(false);
    expect(toggleStatus("Failed", { filters: [nightly], join: "or" })).toEqual({ filters: [nightly, status("Failed")], join: "and" });
  });
});
