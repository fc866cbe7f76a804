import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Browser } from "./browser.ts";
import { openWorld, signIn, type World } from "./world.ts";

const password = "another long password";

/** A person who joined the account by an invitation and has no workflow yet. */
async function join({ api, server }: World, name: string, email: string, role = "Member"): Promise<void> {
  const { results } = await api<{ results: { link: string }[] }>("POST", "/api/invitations", { emails: [email], role });
  const token = results[0]!.link.split("/").at(-1)!;
  const answer = await fetch(`${server.url}/api/invitations/by-token/${token}/accept`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url },
    body: JSON.stringify({ name, password }),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}

describe("sharing a workflow", () => {
  let world: World;
  let second: Browser;
  let id: string;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    id = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Refunds" })).id;
    await join(world, "Ada Member", "ada@example.com");
    await join(world, "Bo Member", "bo@example.com");
    second = await openBrowser();
  });
  afterAll(async () => {
    await second?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });
  const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });

  it("tells where the owner's role comes from", async () => {
    await world.open(`/workflows/${id}/sharing`);
    await row(world.page, "owner@example.com").waitFor();
    const text = await row(world.page, "owner@example.com").textContent();
    for (const said of ["Admin", "Account Owner", "you"]) expect(text).toContain(said);
  });

  it("invites several addresses at once, and says which are not in the account and what to do", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Invite" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    expect(await dialog.getByText("Enter at least one address.").isVisible()).toBe(true);
    await dialog.getByLabel("E-mail addresses").fill("ada@example.com, stranger@example.com\nowner@example.com");
    await dialog.getByLabel("Role").selectOption("Editor");
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await dialog.getByText("Added as Editor").waitFor();
    expect(await dialog.getByText("Not in the account", { exact: true }).isVisible()).toBe(true);
    expect(await dialog.getByText(/Already has access as Admin/).isVisible()).toBe(true);
    expect(await dialog.getByRole("link", { name: "Open members" }).getAttribute("href")).toBe("/members");
    await dialog.getByRole("button", { name: "Done" }).click();
    await row(page, "ada@example.com").waitFor();
    expect(await row(page, "ada@example.com").textContent()).toContain("Shared");
  });

  it("lets the second person sign in and see only this workflow", async () => {
    const { page } = second;
    await page.goto(`${world.server.url}/sign-in`);
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "Refunds", exact: true }).waitFor();
    expect(await page.locator("a[data-row]").allTextContents()).toEqual(["Refunds"]);
    // Neither does the address of another one lead there, nor its API.
    const { items } = await world.api<{ items: { id: string; name: string }[] }>("GET", "/api/workflows");
    const other = items.find(({ name }) => name === "Order triage")!.id;
    await page.goto(`${world.server.url}/workflows/${other}`);
    await page.getByText("Workflow not found").waitFor();
    expect((await page.request.get(`${world.server.url}/api/workflows/${other}/flow`)).status()).toBe(404);
    await page.goto(`${world.server.url}/`);
  });

  it("tells an Editor who can give what their role does not include", async () => {
    const { page } = second;
    await page.goto(`${world.server.url}/workflows/${id}/audit`);
    await page.getByRole("heading", { name: "Your role does not include the audit log" }).waitFor();
    await page.getByText(/Owner \(Admin\)/).waitFor();
    await page.goto(`${world.server.url}/workflows/${id}/sharing`);
    await page.getByText(/You can see who has access but not share/).waitFor();
    expect(await page.getByRole("button", { name: "Invite" }).count()).toBe(0);
  });

  it("changes a role at once, and takes it back with Undo", async () => {
    const { page } = world;
    await page.getByLabel("Role of Ada Member").selectOption("Manager");
    await page.getByText("Ada Member is now Manager").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Ada Member is now Editor").waitFor();
    expect(await page.getByLabel("Role of Ada Member").inputValue()).toBe("Editor");
  });

  it("offers custom roles beside the built-in ones", async () => {
    const { page } = world;
    await world.api("POST", "/api/roles", { name: "Auditor", capabilities: ["audit.see"] });
    await page.reload();
    await page.getByLabel("Role of Ada Member").selectOption({ label: "Auditor" });
    await page.getByText("Ada Member is now Auditor").waitFor();
    await second.page.goto(`${world.server.url}/workflows/${id}/audit`);
    expect(
      await second.page
        .getByRole("button", { name: /Details: / })
        .first()
        .textContent(),
    ).toContain("ada@example.com");
  });

  it("keeps the last Admin and says what to do first", async () => {
    const { page } = second;
    // Bo owns a workflow of his own, where he is the only Admin to whom it was given.
    await page.request.post(`${world.server.url}/api/auth/sign-out`, { headers: { origin: world.server.url }, data: {} });
    await page.goto(`${world.server.url}/sign-in`);
    await page.getByLabel("E-mail").fill("bo@example.com");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("No workflows yet").waitFor();
    const made = await page.request.post(`${world.server.url}/api/workflows`, {
      headers: { origin: world.server.url },
      data: { name: "Bo's own" },
    });
    const own = ((await made.json()) as { id: string }).id;
    await page.goto(`${world.server.url}/workflows/${own}/sharing`);
    await page.getByLabel("Role of Bo Member").selectOption("Viewer");
    await page.getByText("The last Admin of a workflow keeps the role.").waitFor();
    expect(await page.getByText("Make someone else an Admin first.").isVisible()).toBe(true);
    expect(await page.getByLabel("Role of Bo Member").inputValue()).toBe("Admin");
  });

  it("removes somebody after asking", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Actions for Ada Member" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("dialog", { name: "Remove Ada Member?" }).getByRole("button", { name: "Remove" }).click();
    await page.getByText("Removed Ada Member").waitFor();
    expect(await row(page, "ada@example.com").count()).toBe(0);
  });

  it("is given up by whoever it was shared with, though they may share nothing", async () => {
    await world.api("POST", `/api/workflows/${id}/invitations`, { emails: ["bo@example.com"], role: "Viewer" });
    const { page } = second;
    await page.goto(`${world.server.url}/workflows/${id}/sharing`);
    await page.getByRole("button", { name: "Actions for Bo Member" }).click();
    await page.getByRole("menuitem", { name: "Leave workflow" }).click();
    await page.getByRole("dialog", { name: "Leave this workflow?" }).getByRole("button", { name: "Leave workflow" }).click();
    await page.getByText(/^Left /).waitFor();
    await page.getByRole("heading", { name: "Workflows", exact: true }).waitFor();
    await page.goto(`${world.server.url}/workflows/${id}`);
    await page
      .getByText("Workflow not found")
      .or(page.getByRole("heading", { level: 2 }))
      .first()
      .waitFor();
    expect((await page.request.get(`${world.server.url}/api/workflows/${id}`)).status()).toBe(404);
  });
});
