import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openExample, openWorld, signIn, type World } from "./world.ts";

const clipboard = (world: World) => world.page.evaluate(() => navigator.clipboard.readText());

describe("the life of an API key", () => {
  let world: World;
  let key: string;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    await openExample(world, "API keys");
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const row = () => world.page.getByRole("row", { name: /Shop backend/ });
  const callStatus = async () => {
    const id = new URL(world.page.url()).pathname.split("/")[2]!;
    const body = JSON.stringify({ input: { total: 1 } });
    return (
      await fetch(`${world.server.url}/v1/workflows/${id}/sync`, {
        method: "POST",
        headers: { "x-api-key": key, "content-type": "application/json" },
        body,
      })
    ).status;
  };

  it("refuses a past expiry and a rate that is no number", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Create API key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Expires").selectOption("On a date");
    await dialog.getByLabel("Date and time").fill("2020-01-01T00:00");
    await dialog.getByLabel("Rate limit").fill("fast");
    await dialog.getByRole("button", { name: "Generate key" }).click();
    for (const said of ["Enter a name.", "Choose a time in the future.", "Enter a whole number of at least 1."]) {
      expect(await dialog.getByText(said).isVisible(), said).toBe(true);
    }
  });

  it("is shown once, in a dialog that Esc does not close", async () => {
    const { page } = world;
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Shop backend");
    await dialog.getByLabel("Expires").selectOption("In 30 days");
    await dialog.getByLabel("Rate limit").fill("120");
    await dialog.getByRole("button", { name: "Generate key" }).click();
    const shown = page.getByRole("dialog", { name: "Your new API key" });
    await shown.waitFor();
    await page.keyboard.press("Escape");
    expect(await shown.isVisible()).toBe(true);
    await shown.getByRole("button", { name: "Copy and close" }).click();
    await expect.poll(() => shown.isVisible()).toBe(false);
    key = await clipboard(world);
    expect(await page.content()).not.toContain(key);
  });

  it("is listed by its ends, with its expiry and rate, and works", async () => {
    const text = (await row().textContent()) ?? "";
    expect(text).toContain(`…${key.slice(-4)}`);
    expect(text).toContain("120 / min");
    expect(text).toMatch(/in \d+ days|in 1 mo/);
    expect(await callStatus()).toBe(200);
  });

  it("is refused once it was deleted, after asking", async () => {
    const { page } = world;
    await row().getByRole("button", { name: "Delete Shop backend" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete Shop backend?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(await row().isVisible()).toBe(true);
    await row().getByRole("button", { name: "Delete Shop backend" }).click();
    await dialog.getByRole("button", { name: "Delete key" }).click();
    await page.getByText("Deleted Shop backend").waitFor();
    expect(await row().count()).toBe(0);
    expect(await callStatus()).toBe(401);
    // For keyboard users the focus moves to the row that takes its place.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Delete First key");
  });

  it("has a sibling for the management API: a personal access token", async () => {
    const { page, server } = world;
    await page.getByRole("button", { name: "Account of Owner" }).click();
    await page.getByRole("menuitem", { name: "Access tokens" }).click();
    await page.getByText("No access tokens yet").waitFor();
    await page.keyboard.press("n");
    await page.getByRole("dialog").getByLabel("Name").fill("Deploy script");
    await page.getByRole("button", { name: "Generate token" }).click();
    await page.getByRole("button", { name: "Copy and close" }).click();
    await page.getByRole("row", { name: /Deploy script/ }).waitFor();
    const token = await clipboard(world);
    const status = async () => (await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await status()).toBe(200);
    await page.getByRole("button", { name: "Delete Deploy script" }).click();
    await page.getByRole("button", { name: "Delete token" }).click();
    await page.getByText("No access tokens yet").waitFor();
    expect(await status()).toBe(401);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  });
});
