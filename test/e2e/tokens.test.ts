import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

describe("access tokens with scopes", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  it("may be used for no more than was chosen", async () => {
    const { page, server, open } = world;
    await open("/tokens");
    await page.getByText("No access tokens yet").waitFor();
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Reports");
    await dialog.getByLabel("Expires").selectOption("In 30 days");
    await dialog.getByLabel("Only these scopes").check();
    await dialog.getByLabel("Read").uncheck();
    await dialog.getByRole("button", { name: "Generate token" }).click();
    await dialog.getByText("Choose at least one scope.").waitFor();
    await dialog.getByLabel("Read").check();
    await checkPage(page, "token-scopes");
    await dialog.getByRole("button", { name: "Generate token" }).click();
    await page.getByRole("button", { name: "Copy and close" }).click();
    await page.getByRole("row", { name: /Reports.*Read/ }).waitFor();
    await checkPage(page, "tokens-listed");
    const token = await page.evaluate(() => navigator.clipboard.readText());
    const status = async (method: string) =>
      (
        await fetch(`${server.url}/api/workflows`, {
          method,
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          ...(method === "POST" ? { body: '{"name":"x","description":""}' } : {}),
        })
      ).status;
    expect(await status("GET")).toBe(200);
    expect(await status("POST")).toBe(403);
  });
});
