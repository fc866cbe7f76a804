import { describe, expect, it } from "vitest";
import { createPagedList } from "../../../../web/base/ui/paged-list.ts";

/** A list whose pages come when the test says so. */
function openList() {
  const asked: ((items: readonly string[]) => void)[] = [];
  const list = createPagedList<string>(
    () => new Promise((resolve) => asked.push((items) => resolve({ items, nextCursor: items.length === 2 ? "next" : null }))),
  );
  return { list, answer: (items: readonly string[]) => asked.shift()!(items) };
}

describe("a list that comes in pages", () => {
  it("keeps what was changed while a page was under way that was read before", async () => {
    const { list, answer } = openList();
    const first = list.reload();
    answer(["a", "b"]);
    await first;
    const again = list.reload();
    list.change((items) => items.filter((each) => each !== "a"));
    expect(list.items.value).toEqual(["b"]);
    answer(["a", "b"]);
    await again;
    expect(list.items.value).toEqual(["b"]);
  });

  it("asks again for the page that did not come, and keeps those before it", async () => {
    const asked: (string | undefined)[] = [];
    let isAway = false;
    const list = createPagedList<string>(async (cursor) => {
      asked.push(cursor);
      if (isAway) throw new TypeError("Failed to fetch");
      return { items: [cursor ?? "first"], nextCursor: cursor === undefined ? "second" : null };
    });
    await list.reload();
    isAway = true;
    await list.loadMore();
    expect(list.problem.value?.code).toBe("unreachable");
    isAway = false;
    await list.retry();
    expect(asked).toEqual([undefined, "second", "second"]);
    expect(list.items.value).toEqual(["first", "second"]);
  });

  it("begins anew where more is asked for of a selection whose first page did not come", async () => {
    let selection = "old";
    let isAway = false;
    const list = createPagedList<string>(async (cursor) => {
      if (isAway) throw new TypeError("Failed to fetch");
      return { items: [`${selection} ${cursor ?? "first"}`], nextCursor: "more" };
    });
    await list.reload();
    [selection, isAway] = ["new", true];
    await list.reload();
    isAway = false;
    await list.loadMore();
    expect(list.items.value).toEqual(["new first"]);
  });

  it("changes nothing of a page that was asked for afterwards", async () => {
    const { list, answer } = openList();
    const first = list.reload();
    list.change((items) => items.filter((each) => each !== "a"));
    const second = list.reload();
    answer(["a"]);
    answer(["a", "b"]);
    await Promise.all([first, second]);
    expect(list.items.value).toEqual(["a", "b"]);
  });
});
