import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cardOf, drag, edgesInWords, inspector, pressAtOnce, savedFlow } from "./builder-page.ts";
import { checkLooks } from "./looks.ts";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

describe("notes on the canvas, and the canvas on a small screen", () => {
  let world: World;
  let id = "";
  const note = (text: string) => world.page.locator(".note", { hasText: text });
  const notes = async () => (await savedFlow(world)).notes ?? [];
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    id = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Noted", description: "" })).id;
    await world.api("PUT", `/api/workflows/${id}/flow`, additionFlow());
    await world.open(`/workflows/${id}`);
    await cardOf(world.page, "Sum").waitFor();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  it("writes a note by keyboard, as text and nothing else", async () => {
    const { page } = world;
    const before = await savedFlow(world);
    await cardOf(page, "Sum").focus();
    await page.keyboard.press("n");
    await page.locator(".note-writing:focus").waitFor();
    await page.keyboard.type("Why <b>smaller</b>?");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Ask Ana.");
    await page.keyboard.press("Escape");
    await note("Why <b>smaller</b>?").waitFor();
    expect(await note("Why").locator("b").count()).toBe(0);
    await expect.poll(async () => (await notes()).map(({ text }) => text)).toEqual(["Why <b>smaller</b>?\nAsk Ana."]);
    // The whole text is one step, and the note itself another.
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await expect.poll(() => savedFlow(world)).toEqual(before);
    await page.keyboard.press("Control+Shift+z");
    await page.keyboard.press("Control+Shift+z");
    await note("Ask Ana.").waitFor();
  });

  it("moves, sizes and colours it, by mouse and by keyboard", async () => {
    const { page } = world;
    await note("Ask Ana.").click();
    const [before] = await notes();
    await drag(page, note("Ask Ana."), { x: 420, y: 260 });
    await expect.poll(async () => (await notes())[0]!.position).not.toEqual(before!.position);
    const [moved] = await notes();
    await page.keyboard.press("Alt+Shift+ArrowDown");
    await expect.poll(async () => (await notes())[0]!.position.y).toBe(moved!.position.y + 50);
    const corner = (await page.locator(".note-corner").boundingBox())!;
    await drag(page, page.locator(".note-corner"), { x: corner.x + 90, y: corner.y + 60 });
    await expect.poll(async () => (await notes())[0]!.size.width).toBeGreaterThan(before!.size.width + 40);
    await inspector(page).getByLabel("Blue").check();
    await inspector(page).getByLabel("Width").fill("320");
    await expect.poll(notes).toMatchObject([{ colour: "blue", size: { width: 320 } }]);
    await checkLooks(page, "builder-note");
  });

  it("finds it, copies it with nodes, and deletes it", async () => {
    const { page } = world;
    await page.keyboard.press("Control+f");
    await page.getByRole("textbox", { name: "Search canvas" }).fill("ana");
    await page.getByText("1 of 1").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    await page.getByText("Copied 5 nodes and 1 note").waitFor();
    await page.keyboard.press("Control+v");
    // There is one Start in a flow.
    await page.getByText("Pasted 4 nodes and 1 note").waitFor();
    await expect.poll(async () => (await notes()).length).toBe(2);
    await page.keyboard.press("Delete");
    await expect.poll(async () => (await notes()).length).toBe(1);
    await note("Ask Ana.").click();
    await page.keyboard.press("Delete");
    await expect.poll(async () => (await savedFlow(world)).notes).toBeUndefined();
    await page.keyboard.press("Control+z");
    await note("Ask Ana.").waitFor();
    expect(await notes()).toHaveLength(1);
  });

  it("inserts a node into a connection and chooses several nodes, by keyboard", async () => {
    const { page } = world;
    await cardOf(page, "Sum").focus();
    await cardOf(page, "Sum").click();
    await page.keyboard.press("c");
    await page.getByRole("button", { name: "Insert node before Added" }).press("Enter");
    await page.getByRole("combobox", { name: "Search node types" }).waitFor();
    await page.keyboard.type("delay");
    await page.keyboard.press("Enter");
    await expect.poll(async () => edgesInWords(await savedFlow(world))).toContain("Sum success Delay");
    expect(edgesInWords(await savedFlow(world))).toContain("Delay success Added");
    await page.locator(".builder-side :focus").first().waitFor();
    await page.evaluate(pressAtOnce, [{ key: "Escape" }, { key: "ArrowRight", shiftKey: true }]);
    await inspector(page).getByRole("heading", { name: "2 nodes selected" }).waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(async () => edgesInWords(await savedFlow(world))).toContain("Sum success Added");
  });

  it("offers what can be done with a node, a connection and the canvas in a menu, by mouse and by keyboard", async () => {
    const { page } = world;
    const menu = page.getByRole("menu", { name: "Actions" });
    await cardOf(page, "Sum").click({ button: "right" });
    await checkLooks(page, "builder-menu");
    await menu.getByRole("menuitem", { name: "Duplicate" }).click();
    await cardOf(page, "Sum 2").waitFor();
    await page.locator(".react-flow__node:focus").waitFor();
    await page.keyboard.press("Shift+F10");
    await menu.getByRole("menuitem", { name: "Delete" }).waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect.poll(() => cardOf(page, "Sum 2").count()).toBe(0);
    await page.locator(".react-flow__pane").click({ button: "right", position: { x: 60, y: 500 } });
    await menu.getByRole("menuitem", { name: "Select all" }).click();
    await inspector(page).getByRole("heading", { name: "5 nodes and 1 note selected" }).waitFor();
    await page.keyboard.press("Escape");
  });

  it("shows a flow on a small screen, with its settings in a sheet and nothing to change", async () => {
    const { page } = world;
    await page.locator(".react-flow__pane").click({ position: { x: 60, y: 500 } });
    await page.setViewportSize({ width: 768, height: 900 });
    await page.getByText("The canvas is read-only on small screens.").first().waitFor();
    expect(await inspector(page).count()).toBe(0);
    await cardOf(page, "Sum").click();
    await inspector(page).getByLabel("Name").waitFor();
    expect(await inspector(page).getByLabel("Name").getAttribute("readonly")).not.toBeNull();
    const before = await savedFlowOf(world, id);
    await cardOf(page, "Sum").focus();
    await page.keyboard.press("Delete");
    await page.keyboard.press("Alt+ArrowDown");
    expect(await cardOf(page, "Sum").count()).toBe(1);
    await checkLooks(page, "builder-sheet");
    await inspector(page)
      .getByRole("button", { name: /^Close/ })
      .click();
    await expect.poll(() => inspector(page).count()).toBe(0);
    await page.setViewportSize({ width: 375, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator(".saving-saved").waitFor();
    expect(await savedFlowOf(world, id)).toEqual(before);
  });
});

const savedFlowOf = async ({ api }: World, id: string) => (await api<{ flow: unknown }>("GET", `/api/workflows/${id}/flow`)).flow;
