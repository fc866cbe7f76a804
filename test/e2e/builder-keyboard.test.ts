import { expect, it } from "vitest";
import { cardOf, edgesInWords, inspector, savedFlow } from "./builder-page.ts";
import { openWorld, type World } from "./world.ts";

const focused = ({ page }: World) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");

/** Adds a node behind the chosen one: its type is typed, and the focus is in its inspector afterwards. */
async function add(world: World, type: string): Promise<void> {
  const { page } = world;
  await page.keyboard.press("a");
  await page.getByRole("combobox", { name: "Search node types" }).waitFor();
  await page.keyboard.type(type);
  await page.keyboard.press("Enter");
}

/** Esc in the inspector leads back to the node. */
async function backToCanvas(world: World, name: string): Promise<void> {
  await inspector(world.page).locator(":focus").first().waitFor();
  await world.page.keyboard.press("Escape");
  await expect.poll(() => focused(world)).toMatch(new RegExp(`^${name},`));
}

it("builds, mends and deploys a flow by keyboard alone", async () => {
  await using world = await openWorld();
  const { page, server, open } = world;
  await open("/");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.keyboard.type(server.owner.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(server.owner.password);
  await page.keyboard.press("Enter");
  await page.locator("a[data-row]").waitFor();
  await page.keyboard.press("n");
  const dialog = page.getByRole("dialog", { name: "New workflow" });
  await dialog.waitFor();
  await page.keyboard.type("By hand");
  await page.keyboard.press("Enter");
  await cardOf(page, "Start").waitFor();

  // Arrows walk along the edges, beginning at Start.
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => focused(world)).toMatch(/^Start,/);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => focused(world)).toMatch(/^End,/);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => focused(world)).toMatch(/^Start,/);

  // A chain behind Start: API, and behind its success a Condition, and behind that a Script.
  await add(world, "api");
  await cardOf(page, "API").waitFor();
  await backToCanvas(world, "API");
  await add(world, "cond");
  await backToCanvas(world, "Condition");
  await add(world, "script");
  await backToCanvas(world, "Script");

  // C connects to a node that is chosen by name.
  await page.keyboard.press("c");
  const connect = page.getByRole("dialog", { name: "Connect Script" });
  await connect.waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("End");
  await page.keyboard.press("Enter");
  await connect.waitFor({ state: "detached" });
  await expect.poll(() => focused(world)).toMatch(/^Script,/);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => focused(world)).toMatch(/^Condition,/);
  await page.keyboard.press("c");
  await page.getByRole("dialog", { name: "Connect Condition" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("End");
  await page.keyboard.press("Enter");
  const flow = await savedFlow(world);
  expect(edgesInWords(flow)).toEqual([
    "API success Condition",
    "Condition else End",
    "Condition if Script",
    "Script success End",
    "Start next API",
    "Start next End",
  ]);

  // Delete, undo, copy and paste, move.
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Delete");
  await expect.poll(() => page.locator(".react-flow__node").count()).toBe(flow.nodes.length - 1);
  await page.keyboard.press("Control+z");
  await expect.poll(() => page.locator(".react-flow__node").count()).toBe(flow.nodes.length);
  expect(await savedFlow(world)).toEqual(flow);
  await page.keyboard.press("Control+d");
  await expect.poll(() => page.locator(".react-flow__node").count()).toBe(flow.nodes.length + 1);
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect.poll(() => page.locator(".react-flow__node").count()).toBe(flow.nodes.length);
  expect(await savedFlow(world)).toEqual(flow);

  // Search on the canvas leads to the API; Enter opens its settings at the first field.
  await page.keyboard.press("Control+f");
  await page.keyboard.type("calls, http api");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("api");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(world)).toMatch(/^API,/);
  await page.keyboard.press("Enter");
  await inspector(page).locator(":focus").first().waitFor();
  const typeInto = async (label: string, text: string) => {
    for (let presses = 0; presses < 40; presses++) {
      if (
        await inspector(page)
          .getByLabel(new RegExp(`^${label}`))
          .evaluate((element) => element === document.activeElement)
      )
        break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type(text);
    await page.keyboard.press("Escape");
  };
  await typeInto("URL", "https://example.com/orders");
  if (!(await focused(world)).startsWith("API,")) await page.keyboard.press("Escape");
  await expect.poll(() => focused(world)).toMatch(/^API,/);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => focused(world)).toMatch(/^Condition,/);
  await page.keyboard.press("Enter");
  await inspector(page).locator(":focus").first().waitFor();
  await typeInto("Left side", "abc");
  await expect.poll(async () => JSON.stringify(await savedFlow(world))).toContain('"left":"abc"');
  await expect.poll(() => focused(world)).toMatch(/^Condition,/);
  await page.keyboard.press("Enter");
  await inspector(page).locator(":focus").first().waitFor();
  await typeInto("Right side", "abc");
  await expect.poll(() => page.locator(".bar-count").count()).toBe(0);

  // Every key of the canvas stands in the sheet.
  for (let presses = 0; presses < 3 && !(await focused(world)).startsWith("Condition,"); presses++) await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByText("Canvas: add a node behind the chosen one").waitFor();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Deploy", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Deployed as version 1").waitFor();
});
