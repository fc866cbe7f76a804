import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "./browser.ts";
import { type Monitored, openMonitored, rowsOf, slow } from "./monitored.ts";
import { signIn, type World } from "./world.ts";

describe("ways through the pages", () => {
  let monitored: Monitored;
  let world: World;
  let id = "";
  let runId = "";
  beforeAll(async () => {
    monitored = await openMonitored();
    ({ world, id } = monitored);
    ({ runId } = await monitored.call({ amount: 10 }));
    await monitored.call({ amount: -4 });
    await world.open(`/workflows/${id}/runs`);
    await rowsOf(world).nth(1).waitFor();
  });
  afterAll(() => monitored?.[Symbol.asyncDispose]());
  const panel = () => world.page.getByRole("complementary", { name: /^Run / });

  it("go back from an open run to the list that it was opened from", async () => {
    const { page } = world;
    await rowsOf(world).first().click();
    await panel().waitFor();
    await page.goBack();
    await expect.poll(() => panel().count(), slow).toBe(0);
    expect(new URL(page.url()).pathname).toBe(`/workflows/${id}/runs`);
    expect(await rowsOf(world).count()).toBe(2);
  });

  it("scroll one thing at a time beside an open run", async () => {
    const { page } = world;
    await page.setViewportSize({ width: 1440, height: 700 });
    await rowsOf(world).first().click();
    await panel().locator(".run-body").waitFor();
    await panel().getByText("About this run").waitFor();
    // The list has two rows, so the page itself has nothing to scroll.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight - innerHeight), slow).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press("Escape");
  });

  it("show a run's drawing in the same colours, whether it was opened directly or from the list", async () => {
    const { page } = world;
    const colours = async () => {
      await page.locator(".edge-taken path").first().waitFor({ state: "attached" });
      return page
        .locator(".run-flow .drawing :is(.edge path, .node-card)")
        .evaluateAll((drawn) => drawn.map((each) => `${getComputedStyle(each).stroke} ${getComputedStyle(each).strokeWidth}`));
    };
    await world.open(`/workflows/${id}/runs/${runId}`);
    const direct = await colours();
    // By the flow, so that its style sheet comes first.
    await world.open(`/workflows/${id}?view=json`);
    await page.getByRole("textbox", { name: "Flow JSON" }).waitFor();
    await page.getByRole("link", { name: "Monitoring" }).click();
    await rowsOf(world).last().click();
    await panel().getByRole("link", { name: "Open full page" }).click();
    expect(await colours()).toEqual(direct);
    expect(new Set(direct).size).toBeGreaterThan(2);
  });

  it("lead home from inside a workflow on a phone", async () => {
    const { page } = world;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const at of ["", "/runs", "/details"]) {
      await world.open(`/workflows/${id}${at}`);
      const home = page.getByRole("navigation", { name: "Pages of this workflow" }).getByRole("link", { name: "Workflows" });
      await home.click();
      await page.getByRole("heading", { name: "Workflows", level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe("/");
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it("end in a page that says so where an address is malformed", async () => {
    const { page } = world;
    for (const path of ["/workflows/%E0%A4%A", "/data/%E0%A4%A", "/workflows/x/runs/%", "/%"]) {
      await world.open(path);
      await page
        .getByRole("heading", { name: /not found/i })
        .first()
        .waitFor();
      expect(await page.getByRole("main").getByRole("link").count()).toBeGreaterThan(0);
    }
  });

  it("come with a reason to the sign-in where the session has ended, and go on afterwards", async () => {
    const { page, server } = world;
    await world.open(`/workflows/${id}/details`);
    await page.getByRole("heading", { name: "Details", level: 1 }).waitFor();
    await page.context().clearCookies();
    await page.getByRole("link", { name: "Versions" }).click();
    await page.getByText("Your session has ended").waitFor();
    // Nor is it forgotten by loading the page.
    await page.reload();
    await page.getByText("Your session has ended").waitFor();
    await page.getByLabel("E-mail").fill(server.owner.email);
    await page.getByLabel("Password").fill(server.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Versions" }).waitFor();
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.getByText("Your session has ended").count()).toBe(0);
  });

  it("are not lost where a page cannot be drawn", async () => {
    await using browser = await openBrowser();
    const { page } = browser;
    const there: World = { ...world, page, open: async (path) => void (await page.goto(world.server.url + path)) };
    await signIn(there);
    await page.route("**/api/tokens*", (route) => route.fulfill({ json: { items: [null], nextCursor: null } }));
    await there.open("/tokens");
    await page.getByText("Something went wrong on this page").waitFor();
    expect(browser.faults).not.toEqual([]);
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Members & roles" }).click();
    await page.getByRole("heading", { name: "Members & roles" }).waitFor();
  });
});
