import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Browser } from "./browser.ts";
import { checkPage } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

describe("people of an account", () => {
  let world: World;
  let second: Browser;
  let link = "";
  let withdrawnLink = "";
  beforeAll(async () => {
    world = await openWorld();
    second = await openBrowser();
    await signIn(world);
  });
  afterAll(async () => {
    await second?.[Symbol.asyncDispose]();
    expect(second?.faults ?? []).toEqual([]);
    await world?.[Symbol.asyncDispose]();
  });
  const person = (page: Page, name: string) => page.getByRole("row", { name });

  it("are invited together, and each address is told apart", async () => {
    const { page, open } = world;
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Members & roles" }).click();
    await person(page, "owner@example.com").waitFor();
    await checkPage(page, "members");
    await page.getByRole("button", { name: "Invite" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await dialog.getByText("Enter at least one address.").waitFor();
    await dialog.getByLabel("E-mail addresses").fill("ada@example.com, grace@example.com\nowner@example.com");
    await dialog.getByLabel("Role in the account").selectOption("Viewer");
    await checkPage(page, "invite");
    await dialog.getByRole("button", { name: "Send 3 invitations" }).click();
    const results = page.getByRole("dialog", { name: "Invitations" });
    await results.getByText("Is a member already").waitFor();
    expect(await results.getByText("Invited", { exact: true }).count()).toBe(2);
    await checkPage(page, "invite-results");
    await page.keyboard.press("Escape");
    expect(await results.isVisible(), "links are shown only once").toBe(true);
    const links = await results.locator("code").allTextContents();
    [link, withdrawnLink] = links as [string, string];
    await results.getByRole("button", { name: "Done" }).click();
    await open("/members?tab=invitations");
    await person(page, "ada@example.com").waitFor();
    await checkPage(page, "invitations");
  });

  it("get a new link when the invitation is sent again, and none when it is withdrawn", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Actions for the invitation of ada@example.com" }).click();
    await page.getByRole("menuitem", { name: "Send again" }).click();
    const shown = page.getByRole("dialog", { name: "New link" });
    const newLink = await shown.locator("code").textContent();
    expect(newLink).not.toBe(link);
    await shown.getByRole("button", { name: "Done" }).click();
    await second.page.goto(link);
    await second.page.getByRole("heading", { level: 1 }).waitFor();
    expect(await second.page.getByRole("button", { name: /Join/ }).count()).toBe(0);
    link = newLink!;

    await page.getByRole("button", { name: "Actions for the invitation of grace@example.com" }).click();
    await page.getByRole("menuitem", { name: "Withdraw" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("Withdrew the invitation of grace@example.com").waitFor();
    await second.page.goto(withdrawnLink);
    await second.page.getByRole("heading", { name: "The invitation was withdrawn" }).waitFor();
    await checkPage(second.page, "invitation-withdrawn");
  });

  it("join by the link with a name and a password, and see what their role allows", async () => {
    const { page } = second;
    await page.goto(link);
    await page.getByText(/invites you to .* as Viewer/).waitFor();
    await page.getByRole("button", { name: /^Join/ }).click();
    await page.getByText("Enter your name.").waitFor();
    await checkPage(page, "invitation");
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("Password").fill("a password of Ada's");
    await page.getByRole("button", { name: /^Join/ }).click();
    await page.getByRole("heading", { name: "Workflows", exact: true }).waitFor();
    expect(await page.getByRole("button", { name: "New workflow" }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Order triage" }).count()).toBe(0);
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Members & roles" }).click();
    await page.getByText("Your role cannot see who is in the account").waitFor();
    expect(await page.getByRole("button", { name: "Invite" }).count()).toBe(0);
    await checkPage(page, "members-forbidden");
    await page.goto(link);
    await page.getByRole("heading", { name: "The invitation was used already" }).waitFor();
  });

  it("are found, change their role, and are removed", async () => {
    const { page, open } = world;
    await open("/members");
    await person(page, "owner@example.com").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("ada");
    await expect.poll(() => person(page, "owner@example.com").count()).toBe(0);
    await page.getByRole("button", { name: "Role of Ada: Viewer" }).click();
    await page.getByRole("menuitemradio", { name: /^Member/ }).click();
    await page.getByText("Ada is now Member").waitFor();
    await second.page.goto(`${world.server.url}/`);
    await second.page.getByRole("heading", { name: "Workflows", exact: true }).waitFor();
    await expect.poll(() => second.page.getByRole("button", { name: "New workflow" }).count()).toBeGreaterThan(0);

    await page.getByRole("button", { name: "Remove Ada" }).click();
    const dialog = page.getByRole("dialog", { name: /^Remove Ada from/ });
    await dialog.getByText(/Workflows that they own become yours/).waitFor();
    await dialog.getByRole("button", { name: "Remove from the account" }).click();
    await page.getByText("Removed Ada").waitFor();
    await page.getByText("Nobody fits the search").waitFor();
  });

  it("get roles of the account's own making", async () => {
    const { page, open } = world;
    await open("/members?tab=roles");
    await page.getByRole("row", { name: /Manager/ }).waitFor();
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog", { name: "New role" });
    await dialog.getByLabel("Name").fill("Deployer");
    await dialog.getByLabel("Deploy and undeploy").check();
    await dialog.getByLabel("Export").check();
    expect(await dialog.getByLabel("See flow and monitoring").isDisabled()).toBe(true);
    await checkPage(page, "role");
    await dialog.getByRole("button", { name: "New role" }).click();
    await page.getByText("Saved Deployer").waitFor();
    await page.getByRole("row", { name: /Deployer 3 of 9 Not used/ }).waitFor();
    await checkPage(page, "roles");

    await page.getByRole("button", { name: "Actions for Manager" }).click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    const copy = page.getByRole("dialog", { name: /^Edit Copy of Manager/ });
    await copy.getByLabel("Name").fill("Deployer");
    await copy.getByRole("button", { name: "Save" }).click();
    await copy.getByText("This account has a role named “Deployer” already.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Actions for Deployer" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete role" }).click();
    await page.getByText("Deleted Deployer").waitFor();
  });

  it("leave a trace in the account's audit log, whose chain is whole", async () => {
    const { page } = world;
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Audit" }).click();
    await page.getByRole("heading", { name: "Audit", level: 1 }).waitFor();
    await page
      .getByText(/Deployer/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Verify" }).click();
    await page.locator(".notice-success").waitFor();
    await checkPage(page, "account-audit");
    await second.page.goto(`${world.server.url}/audit`);
    expect(await second.page.getByRole("button", { name: "Verify" }).count()).toBe(0);
  });
});
