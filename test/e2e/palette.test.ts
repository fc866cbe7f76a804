import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

describe("the command palette, by keyboard alone", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const field = () => world.page.getByRole("combobox", { name: "Find a page or action" });
  const find = async (text: string) => {
    await world.page.keyboard.press("Control+k");
    await field().waitFor();
    await world.page.keyboard.type(text);
  };
  const chosen = () => world.page.locator("[role=option][aria-selected=true]").textContent();

  it("opens a page from letters of its name", async () => {
    const { page } = world;
    await find("mero");
    await expect.poll(chosen).toContain("Members & roles");
    await checkPage(page, "palette");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Members & roles" }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toMatch(/^(H1|MAIN)$/);
  });

  it("finds a workflow on the server, and offers the pages of the open one", async () => {
    const { page } = world;
    await find("order tri");
    await expect.poll(chosen).toContain("Order triage");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/workflows\/[^/]+$/);
    await find("endp");
    await expect.poll(chosen).toContain("Workflow endpoint");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/endpoint$/);
  });

  it("starts an action of another page, and the recent one stands first the next time", async () => {
    const { page } = world;
    await find("upload");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Upload data set" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    expect(new URL(page.url()).search).toBe("");
    await find("");
    await expect.poll(chosen).toContain("Upload data set");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowDown");
    await expect.poll(chosen).toContain("Upload data set");
    await page.keyboard.press("Escape");
    await expect.poll(() => field().count()).toBe(0);
  });

  it("changes the theme, and says when nothing fits", async () => {
    const { page } = world;
    await find("theme dark");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    await find("zzzzqq");
    await page.getByText("No results for “zzzzqq”.").waitFor();
  });
});
