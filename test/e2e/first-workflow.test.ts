import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

describe("the first workflow, from nothing to a call", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const editor = () => world.page.getByRole("textbox", { name: "Flow document" });
  const write = async (flow: unknown) => editor().fill(JSON.stringify(flow, null, 2));

  it("creates it in a dialog that says what is missing and what is taken", async () => {
    const { page } = world;
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog", { name: "New workflow" });
    await dialog.getByRole("button", { name: "Create workflow" }).click();
    await dialog.getByText("Give the workflow a name.").waitFor();
    await dialog.getByLabel("Name").fill("Order triage");
    await dialog.getByRole("button", { name: "Create workflow" }).click();
    await expect.poll(() => dialog.getByLabel("Name").getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => dialog.locator(".field-error").textContent()).toContain("Order triage");
    await dialog.getByLabel("Name").fill("Addition");
    await dialog.getByLabel("Description").fill("Adds two numbers");
    await dialog.getByLabel("Name").press("Enter");
    await page.getByRole("heading", { name: "Flow", level: 1, exact: true }).waitFor();
    expect(await page.getByText("In development").isVisible()).toBe(true);
  });

  it("tells where text is no JSON, and does not offer to save it", async () => {
    const { page } = world;
    await page.getByRole("tab", { name: "Edit as JSON" }).click();
    await editor().fill('{\n  "nodes": [,]\n}');
    await page.getByText(/This is not valid JSON: .*line 2, column 13/).waitFor();
    expect(await page.getByRole("button", { name: "Save", exact: true }).isDisabled()).toBe(true);
  });

  it("lists a problem while it is typed, saves nevertheless, and refuses to deploy", async () => {
    const { page } = world;
    const flow = additionFlow();
    flow.nodes[4]!.name = "Sum";
    await write(flow);
    await page.getByText("1 problem", { exact: true }).waitFor();
    expect(await page.locator(".problem").textContent()).toContain("Sum");
    await editor().press("Control+s");
    await page.getByText("The flow is saved").waitFor();

    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Problems block deployment" });
    await dialog.getByRole("button", { name: "Sum" }).first().click();
    await page.getByRole("complementary", { name: "Settings of Sum" }).waitFor();
    expect(await page.getByText("In development").isVisible()).toBe(true);
  });

  it("lists what blocks deployment on the endpoint's page too, each leading to its node", async () => {
    const { page } = world;
    await page.getByRole("link", { name: "Workflow endpoint" }).click();
    await page.getByRole("region", { name: "1 problem blocks deployment" }).getByRole("button", { name: "Sum" }).click();
    await page.getByRole("complementary", { name: "Settings of Sum" }).waitFor();
    expect(new URL(page.url()).searchParams.get("node")).toBe("n5");
  });

  it("refuses to save what is no flow document, naming the place", async () => {
    const { page } = world;
    await page.getByRole("tab", { name: "Edit as JSON" }).click();
    await write({ ...additionFlow(), colour: "blue" });
    await page.locator(".problem", { hasText: "/colour" }).waitFor();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("colour");
  });

  it("keeps unsaved text while other pages are looked at", async () => {
    const { page } = world;
    await write(additionFlow());
    await page.getByText("No problems. The flow can be deployed.").waitFor();
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
    await page.goBack();
    await page.getByText("Not saved yet").waitFor();
    expect(JSON.parse(await editor().inputValue())).toEqual(additionFlow());
  });

  it("notices that somebody else saved in the meantime, and leaves the choice", async () => {
    const { page, api } = world;
    const id = new URL(page.url()).pathname.split("/")[2]!;
    await api("PUT", `/api/workflows/${id}/flow`, { ...additionFlow(), outputs: [] });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Somebody else has saved the flow").waitFor();
    await page.getByRole("button", { name: "Save mine over it" }).click();
    await page.getByText("The flow is saved").last().waitFor();
    const { flow } = await api<{ flow: unknown }>("GET", `/api/workflows/${id}/flow`);
    expect(flow).toEqual(additionFlow());
  });

  it("deploys, gives a key that is shown once, and answers a call with it", async () => {
    const { page, server } = world;
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByText("Deployed as version 1").waitFor();
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("button", { name: "Create a new API key" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("The test");
    await page.getByRole("button", { name: "Generate key" }).click();
    await page.getByRole("button", { name: "Copy and close" }).click();
    await page.getByText("Copied to the clipboard").waitFor();
    const key = await page.evaluate(() => navigator.clipboard.readText());
    expect(key).toMatch(/^mr_live_/);

    const id = new URL(page.url()).pathname.split("/")[2]!;
    const answer = await fetch(`${server.url}/v1/workflows/${id}/sync`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ input: { a: 2, b: 3 } }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: "Success", output: { sum: 5 } });
  });

  it("says that a changed flow is not what callers get until it is deployed", async () => {
    const { page } = world;
    await page.getByRole("link", { name: "Flow", exact: true }).click();
    await page.getByRole("tab", { name: "Edit as JSON" }).click();
    await write({ ...additionFlow(), outputs: [{ name: "sum", type: "number", description: "a + b" }] });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Changes not deployed").waitFor();
    await page.getByRole("link", { name: "Workflow endpoint" }).click();
    await page.getByText("The flow has changed since the last deploy").waitFor();
    await page.getByRole("button", { name: "Deploy changes" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Deploy changes" }).click();
    await page.getByText("Deployed as version 2").first().waitFor();
    await expect.poll(() => page.getByText("The flow has changed since the last deploy").isVisible()).toBe(false);
  });
});
