import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openExample, openWorld, signIn, type World } from "./world.ts";

describe("the settings of the endpoint", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    await openExample(world, "Workflow endpoint");
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  it("refuses a timeout outside its range", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Settings", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Sync settings" });
    await dialog.getByLabel("Timeout").fill("30");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Enter a whole number from 60 to 300.").waitFor();
    expect(await dialog.getByLabel("Timeout").getAttribute("aria-invalid")).toBe("true");
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  it("sets up push, and says that it takes effect with the next deploy", async () => {
    const { page } = world;
    await page.getByRole("tab", { name: "Async push" }).click();
    await page.getByRole("button", { name: "Set up async push" }).click();
    const dialog = page.getByRole("dialog", { name: "Async settings" });
    await dialog.getByRole("switch", { name: "Enable async push" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Enter a callback URL.").waitFor();
    await dialog.getByLabel("Callback URL").fill("https://receiver.example/hook");
    await dialog.getByLabel("Access token").fill("a-token-of-the-receiver");
    await dialog.getByRole("switch", { name: "No timeout" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Some settings are not live yet").waitFor();
    expect(await page.getByText("https://receiver.example/hook").isVisible()).toBe(true);
    expect(await page.getByText("No timeout").isVisible()).toBe(true);
    expect(await page.content()).not.toContain("a-token-of-the-receiver");
  });

  it("shows the signing secret only when asked", async () => {
    const { page } = world;
    expect(await page.getByText(/whsec_[A-Za-z0-9+/=]{10,}/).count()).toBe(0);
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText(/whsec_[A-Za-z0-9+/=]{10,}/).waitFor();
    await page.getByRole("button", { name: "Hide", exact: true }).click();
  });

  it("has the push address after the deploy, and the notice is gone", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Deploy changes" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Deploy changes" }).click();
    await page.getByText(/POSThttp.*\/push/).waitFor();
    await expect.poll(() => page.getByText("Some settings are not live yet").isVisible()).toBe(false);
  });
});
