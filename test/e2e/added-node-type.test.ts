import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cardOf, inspector, savedFlow, shownId } from "./builder-page.ts";
import { openWorld, signIn, type World } from "./world.ts";

const build = join(import.meta.dirname, "../fixtures/nodes/build.ts");

describe("a node type that was added by one line", () => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-added-type-"));
  let world: World;
  beforeAll(async () => {
    execFileSync(process.execPath, [build, folder], { stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } });
    world = await openWorld({ MILLRACE_WORKER_FOLDER: join(folder, "worker"), MILLRACE_WEB_FOLDER: join(folder, "web") });
    await signIn(world);
    const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Loud", description: "" });
    await world.open(`/workflows/${id}`);
    await cardOf(world.page, "Start").waitFor();
  }, 240_000);
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  const field = () => inspector(world.page).getByLabel("Text");

  it("is offered by the palette, with its icon, and put into an edge", async () => {
    const { page } = world;
    await page.locator(".react-flow__edge").hover();
    await page.locator(".wire-plus").click();
    const option = page.getByRole("option", { name: /^Shout/ });
    expect(await option.textContent()).toContain("Writes a text in capitals.");
    expect(await option.locator("svg").count()).toBe(1);
    await option.click();
    await cardOf(page, "Shout").waitFor();
    expect(await cardOf(page, "Shout").locator(".outlet-name").allTextContents()).toEqual(["quiet"]);
  });

  it("has a form, and its card says what it does", async () => {
    await field().fill("{{steps.Start.text}}");
    await expect.poll(() => cardOf(world.page, "Shout").locator(".step-summary").textContent()).toBe("Shouts text");
    await inspector(world.page).getByLabel("Exclamation marks").fill("0");
    await world.page.keyboard.press("Tab");
    await inspector(world.page).getByText("A shout needs an exclamation mark.").waitFor();
    await inspector(world.page).getByLabel("Exclamation marks").fill("3");
    await expect.poll(() => inspector(world.page).getByText("A shout needs an exclamation mark.").count()).toBe(0);
  });

  it("is completed in a later node", async () => {
    const { page } = world;
    await cardOf(page, "End").click();
    const value = inspector(page).getByLabel("result", { exact: true });
    await value.fill("");
    await value.pressSequentially("{{Shout");
    await page.getByRole("option", { name: /steps\.Shout\.output\.loud/ }).click();
    await expect.poll(() => value.inputValue()).toBe("{{steps.Shout.output.loud}}");
  });

  it("runs where it is called", async () => {
    const { page, server } = world;
    await savedFlow(world);
    const id = shownId(page);
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    const { key } = await world.api<{ key: string }>("POST", `/api/workflows/${id}/keys`, { name: "Caller" });
    const answer = await fetch(`${server.url}/v1/workflows/${id}/sync`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": key },
      body: JSON.stringify({ input: { text: "hello" } }),
    });
    expect(await answer.json()).toMatchObject({ status: "Success", output: { result: "HELLO!!!" } });
  });
});
