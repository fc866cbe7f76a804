import { describe, expect, it } from "vitest";
import { createPagedList } from "../../../../web/ui/paged-list.ts";

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
