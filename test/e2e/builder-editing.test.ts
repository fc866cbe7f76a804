import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cardOf, savedFlow, shownId } from "./builder-page.ts";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

const nodesShown = ({ page }: World) => page.locator(".react-flow__node").count();

describe("edits on the canvas", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Edits", description: "" });
    await world.api("PUT", `/api/workflows/${id}/flow`, additionFlow());
    await world.open(`/workflows/${id}`);
    await cardOf(world.page, "Sum").waitFor();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  it("50 mixed edits are undone to the same document and redone to the same again", async () => {
    const { page } = world;
    const before = await savedFlow(world);
    const press = async (key: string) => await page.keyboard.press(key);
    // Only what is in view is drawn, so a count of cards would tell nothing.
    const chosen = () => page.evaluate(() => document.querySelector<HTMLElement>(".react-flow__node.selected")?.dataset["id"] ?? "");
    const edits: (() => Promise<unknown>)[] = [
      async () => {
        const was = await chosen();
        await press("Control+d");
        await expect.poll(chosen).not.toBe(was);
      },
      () => press("Alt+ArrowDown"),
      async () => {
        await press("a");
        await page.getByRole("combobox", { name: "Search node types" }).waitFor();
        await page.keyboard.type("delay");
        await press("Enter");
        await page.locator(".builder-side :focus").first().waitFor();
        await press("Escape");
        await page.locator(".react-flow__node:focus").waitFor();
      },
      () => press("Delete"),
      () => press("l"),
    ];
    await cardOf(page, "Sum").click();
    for (let turn = 0; turn < 50; turn++) {
      // The selection is the result of the edit before; without a selection, an edit starts at a node again.
      if ((await page.locator(".react-flow__node.selected").count()) !== 1)
        await cardOf(page, "Sum")
          .focus()
          .then(() => cardOf(page, "Sum").click());
      await edits[turn % edits.length]!();
    }
    const after = await savedFlow(world);
    expect(after).not.toEqual(before);
    const undo = page.getByRole("button", { name: /^Undo/ });
    const redo = page.getByRole("button", { name: /^Redo/ });
    let steps = 0;
    for (; steps < 200 && (await undo.isEnabled()); steps++) await page.keyboard.press("Control+z");
    expect(steps).toBeGreaterThan(30);
    expect(await savedFlow(world)).toEqual(before);
    for (let step = 0; step < steps; step++) await page.keyboard.press("Control+Shift+z");
    expect(await redo.isDisabled()).toBe(true);
    expect(await savedFlow(world)).toEqual(after);
    for (let step = 0; step < steps; step++) await page.keyboard.press("Control+z");
    expect(await savedFlow(world)).toEqual(before);
  });

  it("copies nodes as text, which pastes into another workflow", async () => {
    const { page, open, api } = world;
    await cardOf(page, "Smaller").click();
    await page.keyboard.down("Shift");
    await cardOf(page, "Sum").click();
    await page.keyboard.up("Shift");
    await cardOf(page, "Sum").focus();
    await page.keyboard.press("Control+c");
    await page.getByText("Copied 2 nodes").waitFor();
    const clip = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { nodes: unknown[]; edges: unknown[] };
    expect([clip.nodes.length, clip.edges.length]).toEqual([2, 1]);
    const { id } = await api<{ id: string }>("POST", "/api/workflows", { name: "Another", description: "" });
    await open(`/workflows/${id}`);
    await cardOf(page, "Start").waitFor();
    await page.keyboard.press("Control+v");
    await expect.poll(() => nodesShown(world)).toBe(4);
    const flow = await savedFlow(world);
    expect(flow.nodes.map(({ name }) => name)).toEqual(["Start", "End", "Smaller", "Sum"]);
    expect(flow.edges.at(-1)).toMatchObject({ outcome: "if" });
  });

  it("keeps undo while another page is looked at", async () => {
    const { page } = world;
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
    await page.goBack();
    await cardOf(page, "Sum").waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(() => nodesShown(world)).toBe(2);
  });

  it("tells what somebody else changed, and puts one's own edits on top of it", async () => {
    const { page, api } = world;
    const id = shownId(page);
    const flow = await savedFlow(world);
    const theirs = { ...flow, nodes: flow.nodes.map((node) => (node.id === "end" ? { ...node, name: "Finish" } : node)) };
    await api("PUT", `/api/workflows/${id}/flow`, theirs);
    await cardOf(page, "Start").click();
    await page.keyboard.press("Alt+ArrowDown");
    const dialog = page.getByRole("dialog", { name: "Someone else changed the flow" });
    await dialog.getByText("End is now called Finish").waitFor();
    await dialog.getByRole("button", { name: "Merge both" }).click();
    await cardOf(page, "Finish").waitFor();
    await expect
      .poll(async () => (await savedFlow(world)).nodes.find(({ id: each }) => each === "start")?.position)
      .not.toEqual(flow.nodes.find(({ id: each }) => each === "start")?.position);
    expect((await savedFlow(world)).nodes.map(({ name }) => name)).toContain("Finish");
  });

  it("does not lose edits that the server could not take", async () => {
    const { page } = world;
    await cardOf(page, "Finish").click();
    const { nodes } = await savedFlow(world);
    await page.route("**/flow", (route) => (route.request().method() === "PUT" ? route.abort() : route.continue()));
    await page.keyboard.press("Control+d");
    await page.locator(".saving-failed").waitFor();
    await page.getByRole("tab", { name: "Edit as JSON" }).click();
    await page.getByText("so the JSON would be out of date").waitFor();
    await page.unroute("**/flow");
    await page.getByRole("button", { name: "Save again" }).click();
    expect((await savedFlow(world)).nodes).toHaveLength(nodes.length + 1);
  });

  it("keeps an edit that is made while the flow is asked for again", async () => {
    const { page } = world;
    const { nodes } = await savedFlow(world);
    let asked = 0;
    await page.route("**/flow", async (route) => {
      if (route.request().method() !== "GET") return await route.continue();
      asked++;
      const response = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return await route.fulfill({ response });
    });
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
    await page.goBack();
    await cardOf(page, "Finish").click();
    await page.keyboard.press("Control+d");
    await page.waitForTimeout(2_500);
    await page.unroute("**/flow");
    expect(asked).toBeGreaterThan(0);
    expect((await savedFlow(world)).nodes).toHaveLength(nodes.length + 1);
  });
});
