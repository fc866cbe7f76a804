import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, signIn, type World } from "./world.ts";

const greeting = {
  schemaVersion: 1,
  inputs: [],
  outputs: [{ name: "said", type: "string" }],
  nodes: [
    { id: "n1", type: "start", name: "Start", config: {} },
    { id: "n2", type: "end", name: "Answer", config: { outputs: [{ name: "said", value: "{{env.GREETING}}" }] } },
  ],
  edges: [{ from: "n1", outcome: "next", to: "n2" }],
};

describe("environment variables", () => {
  let world: World;
  let id: string;
  let key: string;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    id = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Greeting" })).id;
    await world.api("PUT", `/api/workflows/${id}/flow`, greeting);
    key = (await world.api<{ key: string }>("POST", `/api/workflows/${id}/keys`, { name: "Test" })).key;
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const row = (name: string) => world.page.getByRole("row", { name: new RegExp(name) });
  const dialog = () => world.page.getByRole("dialog");
  const add = async (name: string, value: string) => {
    await world.page.keyboard.press("n");
    await dialog().getByLabel("Name").fill(name);
    await dialog().getByLabel("Value").fill(value);
  };
  const said = async () => {
    const answer = await fetch(`${world.server.url}/v1/workflows/${id}/sync`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ input: {} }),
    });
    return ((await answer.json()) as { output?: { said?: string } }).output?.said;
  };

  it("leads to the first variable from the empty page", async () => {
    await world.open(`/workflows/${id}/variables`);
    await world.page.getByText("No environment variables yet").waitFor();
    await world.page.getByRole("button", { name: "Add variable" }).click();
    await dialog().getByRole("button", { name: "Add variable" }).click();
    expect(await dialog().getByText("Enter a name.").isVisible()).toBe(true);
    await dialog().getByLabel("Name").fill("not a name");
    await dialog().getByRole("button", { name: "Add variable" }).click();
    await dialog()
      .getByText(/letters, digits and underscores/)
      .waitFor();
    await dialog().getByLabel("Name").fill("GREETING");
    await dialog().getByLabel("Value").fill("Good morning");
    await dialog().getByRole("button", { name: "Add variable" }).click();
    await row("GREETING").waitFor();
    expect(await row("GREETING").textContent()).toContain("Good morning");
  });

  it("gives its value to a run, and a changed one within ten seconds", async () => {
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    expect(await said()).toBe("Good morning");
    await row("GREETING").getByRole("button", { name: "Edit GREETING" }).click();
    await dialog().getByLabel("Value").fill("Good evening");
    await dialog().getByRole("button", { name: "Save variable" }).click();
    await world.page.getByText("Saved GREETING").waitFor();
    await expect.poll(said, { timeout: 15_000, interval: 500 }).toBe("Good evening");
  });

  it("says what secure means before it is turned on, and never shows the value again", async () => {
    const { page } = world;
    await add("API_TOKEN", "a secret of the shop");
    expect(
      await dialog()
        .getByText(/can never be read again/)
        .isVisible(),
    ).toBe(true);
    await dialog().getByRole("switch", { name: "Secure" }).check();
    await dialog().getByLabel("Allowed hosts").fill("api.example.com, API.example.com:8443");
    await dialog().getByLabel("Notes").fill("From the shop's settings");
    await dialog().getByRole("button", { name: "Add variable" }).click();
    await row("API_TOKEN").waitFor();
    const text = (await row("API_TOKEN").textContent()) ?? "";
    expect(text).toContain("hidden");
    expect(text).toContain("api.example.com:8443");
    await page.reload();
    await row("API_TOKEN").waitFor();
    expect(await page.content()).not.toContain("a secret of the shop");
  });

  it("keeps a secure value that is left empty, and asks for it anew where more hosts may have it", async () => {
    await row("API_TOKEN").getByRole("button", { name: "Edit API_TOKEN" }).click();
    await dialog().getByLabel("Notes").fill("Rotated every month");
    await dialog().getByRole("button", { name: "Save variable" }).click();
    await world.page.getByText("Saved API_TOKEN").waitFor();
    await row("API_TOKEN").getByRole("button", { name: "Edit API_TOKEN" }).click();
    await dialog().getByLabel("Allowed hosts").fill("");
    await dialog().getByRole("button", { name: "Save variable" }).click();
    await dialog()
      .getByText(/Enter the value again/)
      .waitFor();
    expect(await dialog().getByLabel("Value").getAttribute("aria-invalid")).toBe("true");
    await world.page.keyboard.press("Escape");
  });

  it("says where it is used before it is deleted, and can be brought back", async () => {
    const { page } = world;
    await row("GREETING").getByRole("button", { name: "Delete GREETING" }).click();
    await dialog().getByText("deployed", { exact: true }).waitFor();
    expect(await dialog().getByRole("link", { name: "Answer" }).isVisible()).toBe(true);
    await dialog().getByRole("button", { name: "Delete variable" }).click();
    await page.getByText("Deleted GREETING").waitFor();
    expect(await row("GREETING").count()).toBe(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await row("GREETING").waitFor();
    expect(await row("GREETING").textContent()).toContain("Good evening");
  });
});
