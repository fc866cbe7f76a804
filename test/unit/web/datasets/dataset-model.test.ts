import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

describe("the rows of a data set over a slow line", () => {
  /** Pages of one row, each answered when the test says so; undefined for an answer that is lost. */
  const asked: { cursor: string | null; answer: (ok?: boolean) => void }[] = [];
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/data/ds_1"));
    vi.stubGlobal("fetch", (path: string) => {
      const url = new URL(path, "http://127.0.0.1");
      if (!url.pathname.endsWith("/rows")) return Promise.resolve(Response.json({ columns: [] }));
      const cursor = url.searchParams.get("cursor");
      const number = Number(cursor ?? 1);
      const page = { items: [{ number, cells: [] }], nextCursor: String(number + 1) };
      return new Promise((resolve, reject) =>
        asked.push({ cursor, answer: (ok = true) => (ok ? resolve(Response.json(page)) : reject(new TypeError("Failed to fetch"))) }),
      );
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("go on by one page where the button was pressed twice, and count as what is shown", async () => {
    const { createDatasetModel } = await import("../../../../web/pages/account/datasets/dataset-model.ts");
    const model = createDatasetModel("ds_1");
    const seen = () => [model.firstRow.value, model.rows.value?.[0]?.number];
    model.start();
    asked[0]!.answer();
    await expect.poll(seen).toEqual([1, 1]);

    model.nextPage();
    model.nextPage();
    expect(seen()).toEqual([1, 1]);
    asked.at(-1)!.answer(false);
    await expect.poll(() => model.problem.value?.code).toBe("unreachable");
    expect(seen()).toEqual([1, 1]);
    void model.load();
    asked.at(-1)!.answer();
    await expect.poll(seen).toEqual([2, 2]);

    model.previousPage();
    asked.at(-1)!.answer();
    await expect.poll(seen).toEqual([1, 1]);
    expect(asked.map(({ cursor }) => cursor)).toEqual([null, "2", "2", null]);
    expect(model.hasPrevious.value).toBe(false);
    model.stop();
  });
});
