import { describe, expect, it } from "vitest";
import { emptyList } from "../../../../web/pages/account/workflows/empty-list.ts";

describe("an empty list of workflows", () => {
  it("tells those who may not create any that nothing is shared with them", () => {
    const tabs = ["all", "mine", "shared"] as const;
    expect(tabs.map((tab) => emptyList(tab, false))).toEqual(["shared", "shared", "shared"]);
    expect(tabs.map((tab) => emptyList(tab, true))).toEqual(tabs);
  });
});
