import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Browser } from "./browser.ts";
import { checkPage } from "./looks.ts";
import { expireInvitations } from "./expire-invitations.ts";
import { openWorld, signIn, type World } from "./world.ts";

const password = "a long password of theirs";

describe("people of an account", () => {
  let world: World;
  let second: Browser;
  let link = "";
  let withdrawnLink = "";
  beforeAll(async () => {
    world = await openWorld({ MILLRACE_OPEN_SIGNUP: "1" });
    second = await openBrowser();
    await signIn(world);
  });
  afterAll(async () => {
    await second?.[Symbol.asyncDispose]();
    expect(second?.faults ?? []).toEqual([]);
    await world?.[Symbol.asyncDispose]();
  });
  const person = (page: Page, name: string) => page.getByRole("row", { name });

  const askToDelete = async (role: string) => {
    await world.page.getByRole("button", { name: `Actions for ${role}` }).click();
    await world.page.getByRole("menuitem", { name: "Delete" }).click();
  };
  /** The link of an invitation. */
  const invite = async (email: string, role: string) => {
    const { results } = await world.api<{ results: { link: string }[] }>("POST", "/api/invitations", { emails: [email], role });
    return results[0]!.link;
  };
  /** A person who joined by an invitation, without a browser. */
  const joined = async (email: string, name: string, role: string) => {
    const token = new URL(await invite(email, role)).pathname.split("/").at(-1)!;
    const answer = await fetch(`${world.server.url}/api/invitations/by-token/${token}/accept`, {
      method: "POST",
      headers: { origin: world.server.url, "content-type": "application/json" },
      body: JSON.stringify({ name, password }),
    });
    expect(answer.ok, await answer.text()).toBe(true);
  };

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
    await results.getByText("Already a member").waitFor();
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
    await page.getByRole("button", { name: "Actions for ada@example.com" }).click();
    await page.getByRole("menuitem", { name: "Resend" }).click();
    const shown = page.getByRole("dialog", { name: "New link" });
    const newLink = await shown.locator("code").textContent();
    expect(newLink).not.toBe(link);
    await shown.getByRole("button", { name: "Done" }).click();
    await second.page.goto(link);
    await second.page.getByRole("heading", { level: 1 }).waitFor();
    expect(await second.page.getByRole("button", { name: /Join/ }).count()).toBe(0);
    link = newLink!;

    await page.getByRole("button", { name: "Actions for grace@example.com" }).click();
    await page.getByRole("menuitem", { name: "Withdraw" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("Withdrew the invitation for grace@example.com").waitFor();
    await second.page.goto(withdrawnLink);
    await second.page.getByRole("heading", { name: "The invitation was withdrawn" }).waitFor();
    await checkPage(second.page, "invitation-withdrawn");
  });

  it("join by the link with a name and a password, and see what their role allows", async () => {
    const { page } = second;
    await page.goto(link);
    await page.getByText(/invited you to join .* as Viewer/).waitFor();
    await page.getByRole("button", { name: /^Join/ }).click();
    await page.getByText("Enter your name.").waitFor();
    await checkPage(page, "invitation");
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("Password").fill("a password of Ada's");
    await page.getByRole("button", { name: /^Join/ }).click();
    await page.getByRole("heading", { name: "Workflows", exact: true }).waitFor();
    await page.getByRole("heading", { name: "Nothing is shared with you yet" }).waitFor();
    expect(await page.getByRole("button", { name: "New workflow" }).count()).toBe(0);
    expect(await page.locator(".begin-card").count()).toBe(0);
    await checkPage(page, "workflows-nothing-shared");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Overview" }).click();
    await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    await page.getByRole("heading", { name: "Nothing is shared with you yet" }).waitFor();
    expect(await page.getByRole("link", { name: "Go to the workflows" }).count()).toBe(0);
    await page.goBack();
    await page.getByRole("heading", { name: "Workflows", exact: true }).waitFor();
    expect(await page.getByRole("link", { name: "Order triage" }).count()).toBe(0);
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Members & roles" }).click();
    await page.getByText("Your role does not allow viewing members").waitFor();
    expect(await page.getByRole("button", { name: "Invite" }).count()).toBe(0);
    await checkPage(page, "members-forbidden");
    await page.goto(link);
    await page.getByRole("heading", { name: "The invitation was already used" }).waitFor();
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
    await dialog.getByText(/You become the owner of their workflows/).waitFor();
    await dialog.getByRole("button", { name: "Remove from account" }).click();
    await page.getByText("Removed Ada").waitFor();
    await page.getByText("No matching people").waitFor();
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
    expect(await dialog.getByLabel("View flow and runs").isDisabled()).toBe(true);
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
    await copy.getByText("A role named “Deployer” already exists.").waitFor();
    await page.keyboard.press("Escape");
  });

  it("keep a role that is in use, and are told what to do first", async () => {
    const { page, api } = world;
    const workflow = (await api<{ items: { id: string }[] }>("GET", "/api/workflows")).items[0]!.id;
    const role = (await api<{ items: { id: string; name: string }[] }>("GET", "/api/roles")).items.find(({ name }) => name === "Deployer")!;
    await joined("cy@example.com", "Cy", "Member");
    await api("POST", `/api/workflows/${workflow}/invitations`, { emails: ["cy@example.com"], role: role.id });
    await page.reload();
    await person(page, "Deployer").getByText("1 time").waitFor();
    await askToDelete("Deployer");
    await page.getByRole("dialog").getByText("The role is used 1 time.", { exact: false }).waitFor();
    expect(await page.getByRole("dialog").getByRole("button", { name: "Delete role" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    const cy = (await api<{ items: { user: { id: string; email: string } }[] }>("GET", "/api/members?search=cy@")).items[0]!.user.id;
    await api("DELETE", `/api/workflows/${workflow}/members/${cy}`);
    await page.reload();
    await askToDelete("Deployer");
    await page.getByRole("dialog").getByRole("button", { name: "Delete role" }).click();
    await page.getByText("Deleted Deployer").waitFor();
  });

  it("work in one of their accounts at a time, switch, and leave one where they may manage nothing", async () => {
    const { page } = second;
    await page.context().clearCookies();
    const headers = { origin: world.server.url };
    await page.request.post(`${world.server.url}/api/auth/sign-up/email`, {
      headers,
      data: { name: "Bea", email: "bea@example.com", password },
    });
    const own = ((await (await page.request.get(`${world.server.url}/api/me`)).json()) as { activeAccount: { name: string } }).activeAccount
      .name;
    await page.goto(await invite("bea@example.com", "Viewer"));
    await page.getByRole("button", { name: /^Join/ }).click();
    await page.getByText("Nothing is shared with you yet", { exact: false }).or(page.getByText("No workflows")).first().waitFor();
    await page.getByRole("button", { name: "Account of Bea" }).click();
    expect(await page.getByRole("menuitemradio", { checked: true }).first().textContent()).not.toBe(own);
    await page.getByRole("menuitemradio", { name: own }).click();
    await page.getByRole("button", { name: "New workflow" }).first().waitFor();
    await page.goto(`${world.server.url}/account`);
    expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe(own);

    await page.getByRole("button", { name: "Account of Bea" }).click();
    await Promise.all([page.waitForURL(`${world.server.url}/`), page.getByRole("menuitemradio", { checked: false }).first().click()]);
    await expect.poll(() => page.getByRole("button", { name: "New workflow" }).count()).toBe(0);
    await page.goto(`${world.server.url}/account`);
    await page.getByText("Your role here is Viewer", { exact: false }).waitFor();
    expect(await page.getByRole("textbox", { name: "Name" }).count()).toBe(0);
    await checkPage(page, "account-viewer");
    await page.getByRole("button", { name: "Leave", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Leave account" }).click();
    await page.getByRole("button", { name: "New workflow" }).first().waitFor();
    await page.getByRole("button", { name: "Account of Bea" }).click();
    expect(await page.getByRole("menuitemradio", { name: own }).count(), "one account is nothing to choose from").toBe(0);
  });

  it("have an account that is renamed, and handed over to one of them", async () => {
    const { page, open } = world;
    await open("/account");
    await page.getByRole("textbox", { name: "Name" }).fill(" ");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Enter a name.").waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("Millwrights");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator(".topbar").getByText("Millwrights").waitFor();
    await checkPage(page, "account");
    await page.getByRole("button", { name: "Transfer ownership" }).click();
    const dialog = page.getByRole("dialog", { name: "Transfer Millwrights" });
    await dialog.getByRole("button", { name: "Transfer ownership" }).click();
    await dialog.getByText("Choose the new Owner.").waitFor();
    await dialog.getByLabel("Search people").fill("cy");
    await dialog.getByRole("radio", { name: /Cy/ }).check();
    await checkPage(page, "account-transfer");
    await dialog.getByRole("button", { name: "Transfer ownership" }).click();
    await page.getByText("Cy now owns the account").waitFor();
    await page.getByText("Your role here is Admin", { exact: false }).waitFor();
    expect(await page.getByRole("button", { name: "Transfer ownership" }).count()).toBe(0);
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
    // Who has left sees the log of the account that is their own, and nothing of this one.
    await second.page.goto(`${world.server.url}/audit`);
    await second.page.locator("tbody tr").first().waitFor();
    expect(await second.page.locator("tbody").textContent()).not.toMatch(/Deployer|Millwrights/);
  });

  it("do not come by an invitation that has expired, and get another", async () => {
    const { page, open, server } = world;
    const late = await invite("late@example.com", "Member");
    await expireInvitations(server);
    await second.page.goto(late);
    await second.page.getByRole("heading", { name: "The invitation has expired" }).waitFor();
    await checkPage(second.page, "invitation-expired");
    await open("/members?tab=invitations");
    await person(page, "late@example.com").getByText("Expired").waitFor();
    await page.getByRole("button", { name: "Actions for late@example.com" }).click();
    await page.getByRole("menuitem", { name: "Resend" }).click();
    const shown = page.getByRole("dialog", { name: "New link" });
    await second.page.goto((await shown.locator("code").textContent())!);
    await second.page
      .getByRole("button", { name: /^Join|Sign in|Sign out/ })
      .first()
      .waitFor();
    await shown.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => person(page, "late@example.com").getByText("Expired").count()).toBe(0);
  });
});
