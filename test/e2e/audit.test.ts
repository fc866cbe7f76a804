import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, signIn, type World } from "./world.ts";

describe("the audit log of a workflow", () => {
  let world: World;
  let id: string;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    id = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Refunds" })).id;
    await world.api("PATCH", `/api/workflows/${id}`, { name: "Refunds of orders" });
    await world.api("POST", `/api/workflows/${id}/variables`, { name: "BASE", value: "https://example.com" });
    await world.api("POST", `/api/workflows/${id}/keys`, { name: "Shop backend" });
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const entries = () => world.page.getByRole("button", { name: /^Details: / });
  const addFilter = async (column: string, operator: string, value: string) => {
    await world.page.keyboard.press("f");
    const dialog = world.page.getByRole("dialog", { name: "Add filter" });
    await dialog.getByLabel("Column").selectOption(column);
    await dialog.getByLabel("Condition").selectOption(operator);
    await dialog.getByLabel("Value").selectOption(value);
    await dialog.getByRole("button", { name: "Add filter" }).click();
  };

  it("lists what was done, the newest first", async () => {
    await world.open(`/workflows/${id}/audit`);
    await entries().first().waitFor();
    expect(await entries().count()).toBe(4);
    expect(await entries().first().textContent()).toContain("Shop backend");
  });

  it("is narrowed by filters that read like sentences, joined by and or or", async () => {
    const { page } = world;
    await addFilter("Category", "is", "API keys");
    await page.getByText("category is API keys").waitFor();
    await expect.poll(() => entries().count()).toBe(1);
    await addFilter("Event", "is", "Workflow renamed");
    await page.getByText("No matching entries").waitFor();
    await page.getByRole("button", { name: "Joined by and. Switch." }).click();
    await expect.poll(() => entries().count()).toBe(2);
    await page.getByRole("button", { name: "Remove filter: category is API keys" }).click();
    await expect.poll(() => entries().count()).toBe(1);
    await page.getByRole("button", { name: "Clear all", exact: true }).click();
    await addFilter("Category", "is not", "Workflow");
    await page.getByText("category is not Workflow").waitFor();
    await expect.poll(() => entries().count()).toBe(2);
    await page.getByRole("button", { name: "Clear all", exact: true }).click();
    await expect.poll(() => entries().count()).toBe(4);
  });

  it("is searched, and says where nothing fits", async () => {
    const { page } = world;
    await page.keyboard.press("/");
    await page.keyboard.type("backend");
    await expect.poll(() => entries().count()).toBe(1);
    await page.keyboard.type(" of nobody");
    await page.getByText("No matching entries").waitFor();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect.poll(() => entries().count()).toBe(4);
  });

  it("opens an entry beside the list by the keyboard, with an address of its own", async () => {
    const { page } = world;
    await page.getByRole("heading", { name: "Audit logs" }).click();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const panel = page.getByRole("complementary", { name: /^Entry/ });
    await panel.waitFor();
    expect(await panel.textContent()).toContain("BASE");
    expect(new URL(page.url()).search).toMatch(/entry=\d+/);
    await page.reload();
    await panel.waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => panel.count()).toBe(0);
  });

  it("shows the columns that were chosen, also after coming back", async () => {
    const { page } = world;
    const heading = (name: string) => page.getByRole("columnheader", { name });
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Category" }).click();
    await page.getByRole("menuitemcheckbox", { name: "IP address" }).click();
    await page.keyboard.press("Escape");
    await heading("Category").waitFor();
    await page.reload();
    await heading("Category").waitFor();
    expect(await heading("IP address").count()).toBe(0);
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitem", { name: "Reset columns" }).click();
    await heading("IP address").waitFor();
  });

  it("finds people for a filter who are in no entry that is loaded", async () => {
    const { page } = world;
    await page.keyboard.press("f");
    const dialog = page.getByRole("dialog", { name: "Add filter" });
    await dialog.getByLabel("Column").selectOption("User");
    await dialog.getByLabel("Search by name").fill("nobody of this");
    await dialog.getByText("No values yet.").waitFor();
    await dialog.getByLabel("Search by name").fill("own");
    await dialog.getByLabel("Value").selectOption("Owner");
    await dialog.getByRole("button", { name: "Add filter" }).click();
    await page.getByText("user is Owner").waitFor();
    await expect.poll(() => entries().count()).toBe(4);
    await page.getByRole("button", { name: "Clear all", exact: true }).click();
  });

  it("is taken along as CSV", async () => {
    const { page } = world;
    const begun = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export CSV" }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await begun).createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString().trim().split("\r\n");
    expect(lines).toHaveLength(5);
  });
});
