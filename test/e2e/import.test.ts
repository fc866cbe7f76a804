import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

interface Variables {
  items: { name: string; value: string | null }[];
}

describe("import and export", () => {
  let world: World;
  let source: string;
  let id: string;
  let archive: Buffer;
  const flowNamed = (name: string) => {
    const flow = structuredClone(additionFlow());
    flow.nodes[1]!.name = name;
    return flow;
  };
  const value = async (name: string) =>
    (await world.api<Variables>("GET", `/api/workflows/${id}/variables`)).items.find((each) => each.name === name)?.value;
  const make = async (name: string, variables: Record<string, string>, node: string) => {
    const made = await world.api<{ id: string }>("POST", "/api/workflows", { name });
    await world.api("PUT", `/api/workflows/${made.id}/flow`, flowNamed(node));
    for (const [each, text] of Object.entries(variables))
      await world.api("POST", `/api/workflows/${made.id}/variables`, { name: each, value: text });
    return made.id;
  };
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    source = await make("Staging", { BASE: "https://staging.example.com", REGION: "north", MODE: "same" }, "Is smaller");
    id = await make("Production", { BASE: "https://example.com", REGION: "south", MODE: "same" }, "Smaller");
    await world.api("POST", `/api/workflows/${source}/variables`, { name: "TOKEN", value: "of staging", secure: true });
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const choose = (files: Parameters<World["page"]["setInputFiles"]>[1]) => world.page.locator("input[type=file]").setInputFiles(files);

  it("exports the chosen version under the workflow's name, without secrets", async () => {
    const { page } = world;
    await world.open(`/workflows/${source}/transfer`);
    const begun = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const download = await begun;
    expect(download.suggestedFilename()).toBe("Staging.zip");
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    archive = Buffer.concat(chunks);
    expect(archive.includes("of staging")).toBe(false);
  });

  it("refuses a file that is none of an export, before anything is sent", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/transfer`);
    await choose({ name: "holiday.png", mimeType: "image/png", buffer: Buffer.from("no") });
    await page.getByText(/Not an exported file: holiday.png/).waitFor();
    await choose({ name: "broken.zip", mimeType: "application/zip", buffer: Buffer.from("no archive") });
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("button", { name: "Import as version" }).count()).toBe(0);
    // Colour and sign say the same as the words.
    expect(await page.locator(".drop-refused").textContent()).toBe("Refused: ");
  });

  it("shows what will change before anything does", async () => {
    const { page } = world;
    await choose({ name: "Staging.zip", mimeType: "application/zip", buffer: archive });
    await page.getByText("was Smaller").waitFor();
    expect(
      await page.getByText("Different value here: BASE, REGION. You choose which value to keep before anything changes.").isVisible(),
    ).toBe(true);
    expect(await page.getByText("Need a value after the import: TOKEN").isVisible()).toBe(true);
    expect(await value("TOKEN")).toBeUndefined();
  });

  it("asks about conflicting variables, and changes nothing where that is cancelled", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Import as version" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit environment variable" });
    await dialog.getByRole("heading", { name: "Conflicting variables" }).waitFor();
    expect(await dialog.getByRole("radio", { name: "Keep existing" }).first().isChecked()).toBe(true);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(await value("BASE")).toBe("https://example.com");
    const { items } = await world.api<{ items: unknown[] }>("GET", `/api/workflows/${id}/versions`);
    expect(items).toHaveLength(0);
  });

  it("backs up, keeps one value, overwrites the other as edited, and keeps the flow before as a version", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Import as version" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit environment variable" });
    await dialog
      .getByRole("group", { name: /REGION/ })
      .getByRole("radio", { name: "Overwrite" })
      .check();
    await dialog.getByLabel("New value of REGION").fill("north-west");
    const begun = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Proceed" }).click();
    expect((await begun).suggestedFilename()).toBe("Exported_Production.zip");
    await page.getByText("Import finished").waitFor();
    expect(await value("BASE")).toBe("https://example.com");
    expect(await value("REGION")).toBe("north-west");
    const { flow } = await world.api<{ flow: { nodes: { name: string }[] } }>("GET", `/api/workflows/${id}/flow`);
    expect(flow.nodes[1]!.name).toBe("Is smaller");
    const { items } = await world.api<{ items: unknown[] }>("GET", `/api/workflows/${id}/versions`);
    expect(items.length).toBeGreaterThan(0);
  });

  it("leads to the variables that still need a value", async () => {
    const { page } = world;
    await page.getByRole("link", { name: "Enter values" }).click();
    await page.getByText("1 variable needs a value").waitFor();
    expect(await page.getByRole("row", { name: /TOKEN/ }).textContent()).toContain("Value missing");
  });

  it("brings an export in as a new workflow from the list", async () => {
    const { page } = world;
    await world.open("/");
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await choose({ name: "Staging.zip", mimeType: "application/zip", buffer: archive });
    await page.getByRole("dialog").getByRole("button", { name: "Import workflow" }).click();
    await page.getByText("Enter a value for these variables: TOKEN.").waitFor();
    await page.getByRole("link", { name: "Open workflow" }).click();
    await page.getByText("Staging (2)").first().waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/workflows\/[^/]+$/);
  });
});
