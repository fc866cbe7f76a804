import { describe, expect, it } from "vitest";
import { pageOf, readCursor } from "#store/page.ts";

describe("cursors", () => {
  it("bring back the position of the last row shown", () => {
    const rows = ["ä", "ß", "漢字 ✓"].map((name, n) => ({ name, n }));
    const page = pageOf(rows, 2, ({ name, n }) => [name, n]);
    expect(page.items).toEqual(rows.slice(0, 2));
    expect(page.nextCursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(readCursor(page.nextCursor!)).toEqual(["ß", 1]);
  });

  it("are missing on the last page", () => {
    expect(pageOf([1, 2], 2, (n) => [n]).nextCursor).toBeNull();
    expect(pageOf([], 2, () => []).nextCursor).toBeNull();
  });

  it.each(["", "%%%", "e30", "bm90IGpzb24", "_w"])("that are none (%j) are told from those that are", (text) => {
    expect(readCursor(text)).toBeUndefined();
  });
});
