import { describe, expect, it } from "vitest";
import { mergeRows } from "../../../../web/pages/workflow/monitoring/merge-rows.ts";

interface Row {
  id: string;
  at: number;
  over: boolean;
  fits?: boolean;
}
const row = (id: string, at: number, over = true, fits = true): Row => ({ id, at, over, fits });
const rules = (atTop: boolean, oldest = 0) => ({
  idOf: ({ id }: Row) => id,
  startOf: ({ at }: Row) => at,
  fits: (each: Row) => each.fits !== false,
  isOver: ({ over }: Row) => over,
  atTop,
  oldest,
});
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id).join(" ");

describe("rows that come while one looks", () => {
  const shown = [row("c", 30, false), row("b", 20), row("a", 10)];

  it("change in place, also where they do not fit any more", () => {
    const after = mergeRows({ shown, waiting: [] }, [row("c", 30, true, false)], rules(true));
    expect(ids(after.shown)).toBe("c b a");
    expect(after.shown[0]?.over).toBe(true);
  });

  it("are put in their place in time where the top is in view", () => {
    const after = mergeRows({ shown, waiting: [] }, [row("e", 50), row("d", 25)], rules(true));
    expect(ids(after.shown)).toBe("e c d b a");
  });

  it("wait where something further down is being read, the newest first", () => {
    const first = mergeRows({ shown, waiting: [] }, [row("d", 40, false)], rules(false));
    const after = mergeRows(first, [row("e", 50), row("d", 40, true)], rules(false));
    expect(ids(after.shown)).toBe("c b a");
    expect(ids(after.waiting)).toBe("e d");
    expect(after.waiting[1]?.over).toBe(true);
    const all = mergeRows(after, [], rules(true));
    expect(ids(all.shown)).toBe("e d c b a");
    expect(all.waiting).toEqual([]);
  });

  it("are left out where they do not fit, or belong to a page that is not loaded", () => {
    const after = mergeRows({ shown, waiting: [] }, [row("x", 60, true, false), row("old", 5)], rules(true, 10));
    expect(ids(after.shown)).toBe("c b a");
  });

  it("are never taken back to an older state", () => {
    const after = mergeRows({ shown, waiting: [] }, [row("b", 20, false)], rules(true));
    expect(after.shown[1]?.over).toBe(true);
  });
});
