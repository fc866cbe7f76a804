import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

describe("the keys of a workflow", () => {
  /** What the server has. */
  const names: string[] = [];
  let isLost = true;
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1/keys"));
    vi.stubGlobal("fetch", async (_: string, { method, body }: { method: string; body: string }) => {
      if (method === "GET") return Response.json({ items: names.map((name) => ({ id: name, name })), nextCursor: null });
      names.push((JSON.parse(body) as { name: string }).name);
      if (isLost) throw new TypeError("Failed to fetch");
      return Response.json({ key: "mr_live_made" }, { status: 201 });
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("show the one whose making was not answered, so that it can be deleted", async () => {
    const { createKeysModel } = await import("../../../../web/pages/workflow/keys/keys-model.ts");
    const model = createKeysModel("wf_1");
    await expect(model.create({ name: "Shop backend" })).rejects.toThrow("Failed to fetch");
    await expect.poll(() => model.list.items.value?.map(({ name }) => name)).toEqual(["Shop backend"]);
  });

  it("puts the one that was made into the calls of the endpoint page", async () => {
    isLost = false;
    const { createKeysModel } = await import("../../../../web/pages/workflow/keys/keys-model.ts");
    const { keyInMemory } = await import("../../../../web/pages/workflow/endpoint/key-in-memory.ts");
    expect(await createKeysModel("wf_1").create({ name: "Another" })).toBe("mr_live_made");
    expect([keyInMemory("wf_1").value, keyInMemory("wf_2").value]).toEqual(["mr_live_made", ""]);
  });
});
