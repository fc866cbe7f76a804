import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cardOf, edgesInWords, inspector, savedFlow, shownId } from "./builder-page.ts";
import { callWith } from "./first-story.ts";
import { openWorld, type World } from "./world.ts";

/** Presses Tab until the wanted element has the focus, like a person without a mouse; fails after a page's worth. */
async function tabTo({ page }: World, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element) return "";
      const labels = "labels" in element ? [...(element as HTMLInputElement).labels!].map((label) => label.textContent).join(" ") : "";
      return element.getAttribute("aria-label") ?? (labels || element.textContent || "");
    });
    if (name.test(focused.trim())) {
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
      const isDrawn = await page.evaluate(() => document.activeElement!.namespaceURI?.endsWith("svg") ?? false);
      expect(outline !== "none" || isDrawn, `${name} shows that it has the focus`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${name}.`);
}

describe("the first story, by keyboard alone", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const focused = () => world.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  /** From the top of the page, as after a look away. */
  const fromTop = () => world.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  /** Esc closes suggestions, then leads from a field to its node on the canvas. */
  const backTo = async (name: string) => {
    for (let presses = 0; presses < 4 && !(await focused()).startsWith(`${name},`); presses++) {
      await world.page.keyboard.press("Escape");
      await world.page.waitForTimeout(80);
    }
    await expect.poll(focused, { timeout: 5_000 }).toMatch(new RegExp(`^${name},`));
  };
  /** Adds a node after the selected one: its type is typed, and afterwards the focus is in its inspector. */
  const add = async (type: string, name: string) => {
    const { page } = world;
    await page.keyboard.press("a");
    await page.getByRole("combobox", { name: "Search node types" }).waitFor();
    await page.keyboard.type(type);
    await page.keyboard.press("Enter");
    await cardOf(page, name).waitFor();
    await inspector(page).locator(":focus").first().waitFor();
  };
  /** Tabs to a field of the open inspector and types over what is in it. */
  const typeInto = async (label: RegExp, text: string) => {
    await tabTo(world, label);
    await world.page.keyboard.press("Control+a");
    await world.page.keyboard.type(text);
  };

  it("signs in, passes the navigation by, and makes a blank workflow", async () => {
    const { page, server, open } = world;
    await open("/");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.keyboard.type(server.owner.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(server.owner.password);
    await page.keyboard.press("Enter");
    await page.locator("a[data-row]").waitFor();

    // The skip link is the first stop and leads past the navigation.
    await page.keyboard.press("Tab");
    await tabTo(world, /^Skip to content$/);
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");

    // Opens New workflow and leaves it; the arrow keys switch between the ways to start.
    await page.keyboard.press("n");
    await page.getByRole("dialog", { name: "New workflow" }).waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("ArrowDown");
    await page.locator(".template").first().waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.keyboard.press("n");
    await page.getByRole("dialog", { name: "New workflow" }).waitFor();
    await page.keyboard.type("By hand");
    await page.keyboard.press("Enter");
    await cardOf(page, "Start").waitFor();
  });

  it("adds an API, a Condition and a Script, each with the input mapped on", async () => {
    const { page, server } = world;
    // Arrows walk along the edges, beginning at Start.
    for (const [arrow, name] of [
      ["ArrowRight", "Start"],
      ["ArrowRight", "End"],
      ["ArrowLeft", "Start"],
    ] as const) {
      await page.keyboard.press(arrow);
      await expect.poll(focused, { timeout: 5_000 }).toMatch(new RegExp(`^${name},`));
    }
    await add("api", "API");
    await typeInto(/^URL/, `http://127.0.0.1:${server.port + 1}/notes?text={{steps.Start.text}}`);
    await backTo("API");
    await add("cond", "Condition");
    await typeInto(/^Left side/, "{{steps.API.output.body.query.text}}");
    await page.keyboard.press("Escape");
    await tabTo(world, /^Operator/);
    await page.keyboard.type("contains");
    await typeInto(/^Right side/, "urgent");
    await backTo("Condition");
    await add("script", "Script");
    const code = inspector(page).getByRole("textbox", { name: "Code" });
    // The code editor is fetched when it is first shown, and has a tree of its own.
    const hasFocus = (element: Element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element;
    await expect.poll(() => code.evaluate(hasFocus), { timeout: 10_000 }).toBe(true);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("return context.steps.API.output.body.query.text.toUpperCase()");
    await backTo("Script");
    expect((await savedFlow(world)).nodes.map(({ type }) => type)).toEqual(["start", "end", "api", "condition", "script"]);
  });

  it("connects what is open, takes away what leads past, and answers with the result", async () => {
    const { page } = world;
    const connect = async (name: string, to: string) => {
      await page.keyboard.press("c");
      const dialog = page.getByRole("dialog", { name: `Connect ${name}` });
      await dialog.waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.type(to);
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "detached" });
      await expect.poll(focused, { timeout: 5_000 }).toMatch(new RegExp(`^${name},`));
    };
    await connect("Script", "End");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(focused, { timeout: 5_000 }).toMatch(/^Condition,/);
    await connect("Condition", "End");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(focused, { timeout: 5_000 }).toMatch(/^API,/);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(focused, { timeout: 5_000 }).toMatch(/^Start,/);
    await page.keyboard.press("c");
    await page.getByRole("dialog", { name: "Connect Start" }).waitFor();
    await tabTo(world, /^Disconnect next from End$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getByRole("button", { name: "Disconnect next from End" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(edgesInWords(await savedFlow(world))).toEqual([
      "API success Condition",
      "Condition else End",
      "Condition if Script",
      "Script success End",
      "Start next API",
    ]);
    // Search leads to a node by its name.
    await page.keyboard.press("Control+f");
    await page.locator(".find-bar input:focus").waitFor();
    await page.keyboard.type("end");
    await page.getByText("1 of 1").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(focused, { timeout: 5_000 }).toMatch(/^End,/);
    await page.keyboard.press("Enter");
    await inspector(page).locator(":focus").first().waitFor();
    await typeInto(/^result$/, "{{steps.Script.output ?? steps.Start.text}}");
    await backTo("End");
    await expect.poll(() => page.locator(".bar-count").count(), { timeout: 10_000 }).toBe(0);
  });

  it("deletes, duplicates and moves, and takes it back", async () => {
    const { page } = world;
    const flow = await savedFlow(world);
    const nodes = (count: number) => expect.poll(() => page.locator(".react-flow__node").count(), { timeout: 5_000 }).toBe(count);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(focused, { timeout: 5_000 }).not.toMatch(/^End,/);
    await page.keyboard.press("Delete");
    await nodes(flow.nodes.length - 1);
    await page.keyboard.press("Control+z");
    await nodes(flow.nodes.length);
    expect(await savedFlow(world)).toEqual(flow);
    await page.keyboard.press("Control+d");
    await nodes(flow.nodes.length + 1);
    await page.keyboard.press("Alt+ArrowDown");
    await page.keyboard.press("Alt+ArrowDown");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await nodes(flow.nodes.length);
    expect(await savedFlow(world)).toEqual(flow);
  });

  it("runs and deploys it", async () => {
    const { page } = world;
    await page.keyboard.press("r");
    const panel = page.getByRole("region", { name: "Problems and test run" });
    // The panel is fetched when it is first opened.
    await expect
      .poll(() => panel.getByRole("textbox", { name: "text" }).evaluate((element) => element === document.activeElement), {
        timeout: 10_000,
      })
      .toBe(true);
    await page.keyboard.type("urgent: the lamp is broken");
    await page.keyboard.press("Control+Enter");
    await panel.getByText('"URGENT: THE LAMP IS BROKEN"').first().waitFor();
    await fromTop();
    await tabTo(world, /^Deploy/);
    await page.keyboard.press("Enter");
    await page.getByText("Deployed as version 1").waitFor();
    expect(await page.getByText("Deployed", { exact: true }).first().isVisible()).toBe(true);
  });

  it("creates a key and calls with it, and finds the version that answered", async () => {
    const { page } = world;
    await fromTop();
    await tabTo(world, /^API keys/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
    await page.getByText("No API keys yet").waitFor();
    await page.keyboard.press("n");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("The test");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Your new API key" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Copied to clipboard").waitFor();
    const call = callWith(world, shownId(page), await page.evaluate(() => navigator.clipboard.readText()));
    expect(await call.sync({ text: "urgent: call back" })).toEqual({ result: "URGENT: CALL BACK" });
    expect(await call.async({ text: "no hurry" })).toEqual({ result: "no hurry" });
    await fromTop();
    await tabTo(world, /^Versions/);
    await page.keyboard.press("Enter");
    await page.getByRole("row", { name: /1.*Deployed/ }).waitFor();
  });

  it("tries it on its page, with the key that was just created", async () => {
    const { page } = world;
    await fromTop();
    await tabTo(world, /^Workflow endpoint/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Workflow endpoint", exact: true }).waitFor();
    await page.getByLabel(/^text/).waitFor();
    await tabTo(world, /^text/);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("calm");
    await page.keyboard.press("Control+Enter");
    await page.getByText('"result": "calm"').waitFor();
    expect(await page.getByText(/Created the API key/).count()).toBe(0);
    // The examples show what was typed before the answer has come.
    const success = page.getByRole("region", { name: "Try it" }).getByText("Success");
    await success.waitFor();
    expect(await success.isVisible()).toBe(true);
  });

  it("opens menus and the sheet of keys, and the focus comes back from them", async () => {
    const { page } = world;
    await fromTop();
    await tabTo(world, /^Account of Owner$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("System");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Account of Owner");

    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await sheet.getByText("Canvas: add a node after the selected one").waitFor();
    await page.keyboard.press("Escape");
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
  });
});
