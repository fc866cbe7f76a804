import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cardOf, drag, edgesInWords, inspector, savedFlow, shownId } from "./builder-page.ts";
import { openWorld, signIn, type World } from "./world.ts";

describe("building a flow by mouse", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "By mouse", description: "" });
    await world.open(`/workflows/${id}`);
    await cardOf(world.page, "Start").waitFor();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const outcome = (name: string, way: string) => cardOf(world.page, name).locator(`.react-flow__handle.source[data-handleid="${way}"]`);
  const way = (name: string) => cardOf(world.page, name).locator(".react-flow__handle.target");

  it("puts an API into the edge that was there", async () => {
    const { page } = world;
    await page.locator(".react-flow__edge").hover();
    await page.locator(".wire-plus").click();
    await page.getByRole("option", { name: /^API/ }).click();
    await cardOf(page, "API").waitFor();
    expect(edgesInWords(await savedFlow(world))).toEqual(["API success End", "Start next API"]);
  });

  it("drags a Condition from the palette to its place", async () => {
    const { page } = world;
    await page.getByRole("button", { name: /^Fit to screen/ }).click();
    await page
      .getByRole("toolbar")
      .getByRole("button", { name: /^Add node/ })
      .click();
    const canvas = (await page.locator(".canvas").boundingBox())!;
    await page
      .getByRole("option", { name: /^Condition/ })
      .dragTo(page.locator(".canvas"), { targetPosition: { x: canvas.width / 2, y: 130 } });
    await cardOf(page, "Condition").waitFor();
    expect((await savedFlow(world)).nodes.map(({ type }) => type)).toEqual(["start", "end", "api", "condition"]);
  });

  it("drops an edge on the empty canvas and gets a Script behind it", async () => {
    const { page } = world;
    await cardOf(page, "API").hover();
    const api = (await cardOf(page, "API").boundingBox())!;
    await drag(page, outcome("API", "failure"), { x: api.x + api.width + 60, y: api.y + 160 });
    await page.getByRole("combobox", { name: "Search node types" }).fill("scr");
    await page.getByRole("option", { name: /^Script/ }).click();
    await cardOf(page, "Script").waitFor();
    expect(edgesInWords(await savedFlow(world))).toContain("API failure Script");
  });

  it("connects by outcome, and refuses circles and doubled edges with the reason", async () => {
    const { page } = world;
    await page.getByRole("button", { name: /^Fit to screen/ }).click();
    await drag(page, outcome("Script", "success"), way("End"));
    await drag(page, outcome("Script", "success"), way("API"));
    await page.getByText("This would create a loop: API already leads here.").waitFor();
    await drag(page, outcome("Script", "success"), way("End"));
    await page.getByText("This outcome is already connected to that node.").waitFor();
    await drag(page, outcome("Start", "next"), way("Condition"));
    await drag(page, outcome("Condition", "if"), way("End"));
    expect(edgesInWords(await savedFlow(world))).toEqual([
      "API failure Script",
      "API success End",
      "Condition if End",
      "Script success End",
      "Start next API",
      "Start next Condition",
    ]);
  });

  it("adds an End by the plus of an outcome that leads nowhere", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Add after Condition, else" }).click();
    await page.getByRole("option", { name: /^End/ }).click();
    await cardOf(page, "End 2").waitFor();
    expect(edgesInWords(await savedFlow(world))).toContain("Condition else End 2");
  });

  it("shows the problems with their count, leads to node and field, and counts down as they are mended", async () => {
    const { page } = world;
    const count = page.locator(".bar-count");
    await count.waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("p");
    const panel = page.getByRole("region", { name: "Problems and test run" });
    await panel.getByRole("button", { name: "API" }).first().click();
    const url = inspector(page).getByLabel("URL");
    await expect
      .poll(() =>
        url.evaluate(
          (element) => element.closest(".insp-field, .field")?.contains(document.activeElement) ?? element === document.activeElement,
        ),
      )
      .toBe(true);
    const before = Number(await count.textContent());
    await url.fill("https://example.com/orders");
    await expect.poll(async () => Number(await count.textContent())).toBeLessThan(before);

    await panel.getByRole("button", { name: "Condition" }).first().click();
    // A click on a problem opens its field; typing starts once the field is there.
    const left = inspector(page).getByLabel("Left side");
    await expect.poll(() => left.evaluate((element) => element === document.activeElement)).toBe(true);
    await left.fill("{{steps.Start.text}}");
    await inspector(page).getByLabel("Right side").fill("yes");
    await savedFlow(world);
  });

  it("undoes and redoes by the tools, and deploys when nothing is wrong any more", async () => {
    const { page, api } = world;
    const { flow } = await api<{ flow: { nodes: { type: string; name: string; config: object }[] } }>(
      "GET",
      `/api/workflows/${shownId(page)}/flow`,
    );
    expect(flow.nodes.find(({ name }) => name === "Condition")!.config).toEqual({
      branches: [{ join: "and", criteria: [{ left: "{{steps.Start.text}}", operator: "==", right: "yes" }] }],
    });
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(async () => JSON.stringify(await savedFlow(world))).not.toContain('"right":"yes"');
    await page.getByRole("button", { name: /^Redo/ }).click();
    await expect.poll(async () => JSON.stringify(await savedFlow(world))).toContain('"right":"yes"');
    await expect.poll(() => page.locator(".bar-count").count()).toBe(0);
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByText("Deployed as version 1").waitFor();
  });
});
