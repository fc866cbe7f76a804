import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, signIn, type World } from "./world.ts";

describe("the list of workflows", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    for (let number = 1; number <= 55; number++) {
      const name = `Workflow ${String(number).padStart(2, "0")}`;
      await world.api("POST", "/api/workflows", { name, description: number === 7 ? "<img src=x onerror=alert(1)>" : "" });
    }
    await world.page.reload();
    await world.page.getByRole("row").nth(1).waitFor();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const links = () => world.page.locator("a[data-row]");

  it("comes in pages, the last changed first, or by name", async () => {
    const { page } = world;
    await expect.poll(() => links().count()).toBe(50);
    expect(await links().first().textContent()).toBe("Workflow 55");
    await page.getByRole("button", { name: "Load more" }).click();
    await expect.poll(() => links().count()).toBe(56);
    await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
    await expect.poll(() => links().first().textContent()).toBe("Order triage");
    expect(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
  });

  it("is searched by name and description, with the search in the address", async () => {
    const { page } = world;
    await page.keyboard.press("/");
    await page.keyboard.type("onerror");
    await expect.poll(() => links().allTextContents()).toEqual(["Workflow 07"]);
    expect(await page.getByText("<img src=x onerror=alert(1)>").isVisible()).toBe(true);
    await expect.poll(() => new URL(page.url()).searchParams.get("search")).toBe("onerror");
    await page.getByRole("searchbox").fill("nothing like this");
    await page.getByText("No matching workflows").waitFor();
    await page.getByRole("button", { name: "Clear search" }).click();
    await expect.poll(() => links().count()).toBe(50);
  });

  it("has tabs, of which the empty one says what it is for", async () => {
    const { page } = world;
    await page.getByRole("tab", { name: "All" }).focus();
    await page.keyboard.press("End");
    await page.getByText("Nothing is shared with you yet").waitFor();
    expect(await page.getByRole("tab", { name: "Shared with me" }).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Home");
    await expect.poll(() => links().count()).toBe(50);
  });

  it("renames a workflow from its row, and refuses a name that is taken", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Actions for Workflow 02" }).click();
    await page.getByRole("menuitem", { name: "Edit details" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("workflow 03");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.locator(".field-error").waitFor();
    await dialog.getByLabel("Name").fill("A better name");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => links().allTextContents()).toContain("A better name");
  });

  it("says what was made to who left the dialog before the answer came, and leaves them where they are", async () => {
    const { page } = world;
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route("**/api/workflows", async (route) => {
      if (route.request().method() === "POST") await held;
      await route.continue();
    });
    await page.getByRole("button", { name: "New workflow" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Made meanwhile");
    await page.getByRole("button", { name: "Create workflow" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    answer();
    await page.getByText("Created Made meanwhile").waitFor();
    await expect.poll(() => links().allTextContents()).toContain("Made meanwhile");
    await page.unroute("**/api/workflows");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { name: "Flow", level: 1 }).waitFor();
    await world.open("/?sort=name");
  });

  it("deletes only what is not deployed, after the name was typed", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Actions for Order triage" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByText("The workflow is deployed. Undeploy it first").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Undeploy" }).click();
    await page.getByRole("heading", { name: "Details", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Undeploy", exact: true }).click();
    await page.getByRole("dialog", { name: "Undeploy Order triage?" }).getByRole("button", { name: "Undeploy" }).click();
    await page.getByText("Undeployed. New calls get HTTP 404.").waitFor();

    await page.getByRole("button", { name: "Delete workflow" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete Order triage?" });
    await dialog.getByRole("textbox").fill("Order");
    await dialog.getByRole("button", { name: "Delete workflow" }).click();
    await dialog.getByText("The name does not match.").waitFor();
    await dialog.getByRole("textbox").fill("Order triage");
    await dialog.getByRole("button", { name: "Delete workflow" }).click();
    await page.getByText("Deleted Order triage").waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });

  it("says what to do when the server cannot be reached, and goes on afterwards", async () => {
    const { page, server } = world;
    await server.kill9();
    await page.getByRole("tab", { name: "Mine" }).click();
    await page.getByText("The server cannot be reached").waitFor();
    await server.restart();
    await page.getByRole("button", { name: "Retry" }).click();
    await expect.poll(() => page.getByText("The server cannot be reached").isVisible(), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => links().count(), { timeout: 10_000 }).toBe(50);
  });

  it("shows a page that did not come over a line that was away, with its looks, once the line is back", async () => {
    const { page } = world;
    await world.open("/");
    await links().first().waitFor();
    await page.context().setOffline(true);
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByText("This page could not be loaded").waitFor();
    await page.context().setOffline(false);
    await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    await expect.poll(() => page.locator(".totals-figures").evaluate((figures) => getComputedStyle(figures).display)).toBe("grid");
  });

  it("says how long a workflow's runs are kept", async () => {
    const { page } = world;
    await world.open("/workflows?search=Workflow+04");
    await page.getByRole("link", { name: "Workflow 04" }).click();
    await page.waitForURL(/\/workflows\/wf_/);
    const id = /wf_\w+/.exec(page.url())![0];
    await world.open(`/workflows/${id}/details`);
    const days = page.getByLabel("Days to keep runs");
    await days.fill("400");
    await days.blur();
    await page.getByText("Enter a whole number from 1 to 365.").waitFor();
    await days.fill("7");
    await page.getByText("are deleted permanently").waitFor();
    await page.getByRole("region", { name: "Runs" }).getByRole("button", { name: "Save" }).click();
    await page.getByText("Details saved").waitFor();
    expect(await world.api("GET", `/api/workflows/${id}`)).toMatchObject({ runRetentionDays: 7 });
  });
});
