import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, signIn, type World } from "./world.ts";

describe("signing in", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  it("says which fields are missing and asks the server for nothing", async () => {
    const { page, open } = world;
    await open("/");
    await page.waitForURL("**/sign-in");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("button", { name: "Sign in" }).click();
    expect(await page.getByText("Enter your e-mail address.").isVisible()).toBe(true);
    expect(await page.getByText("Enter your password.").isVisible()).toBe(true);
    expect(await page.getByLabel("E-mail").getAttribute("aria-invalid")).toBe("true");
    expect(asked.filter((url) => url.includes("/api/auth/sign-in"))).toEqual([]);
  });

  it("refuses a wrong password with what to do, and keeps what was typed", async () => {
    const { page, server } = world;
    await page.getByLabel("E-mail").fill(server.owner.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.locator("p").count()).toBeGreaterThanOrEqual(2);
    expect(await page.getByLabel("E-mail").inputValue()).toBe(server.owner.email);
  });

  it("returns to the page that was asked for before", async () => {
    const { page, server, open } = world;
    await open("/tokens");
    await page.waitForURL("**/sign-in?next=%2Ftokens");
    await page.getByLabel("E-mail").fill(server.owner.email);
    await page.getByLabel("Password").fill(server.owner.password);
    await page.getByLabel("Password").press("Enter");
    await page.getByRole("heading", { name: "Personal access tokens" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/tokens");
  });

  it("signs out by the account menu, and the pages are closed then", async () => {
    const { page, open } = world;
    await page.getByRole("button", { name: "Account of Owner" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await open("/");
    await page.waitForURL("**/sign-in");
    expect((await page.request.get(`${world.server.url}/api/me`)).status()).toBe(401);
  });

  it("asks to sign in again when the session has ended, and keeps what was not saved", async () => {
    const { page, server, open, api } = world;
    await signIn(world);
    const { id } = await api<{ id: string }>("POST", "/api/workflows", { name: "Long session" });
    await open(`/workflows/${id}?view=json`);
    await page.getByRole("textbox", { name: "Flow JSON" }).fill('{ "half": "written"');
    await page.context().clearCookies();
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByLabel("E-mail").fill(server.owner.email);
    await page.getByLabel("Password").fill(server.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "API keys", level: 1, exact: true }).waitFor();
    await page.getByRole("link", { name: "Flow", exact: true }).click();
    await page.getByRole("tab", { name: "Edit as JSON" }).click();
    expect(await page.getByRole("textbox", { name: "Flow JSON" }).inputValue()).toBe('{ "half": "written"');
    page.once("dialog", (dialog) => void dialog.accept());
  });

  it("leads somebody who is signed in to the workflows, or to the page that was asked for", async () => {
    const { page, open } = world;
    await open("/sign-in");
    await page.getByRole("heading", { name: "Workflows" }).waitFor();
    await open("/sign-up?next=%2Ftokens");
    await page.getByRole("heading", { name: "Personal access tokens" }).waitFor();
    await open("/sign-in?next=//evil.example/");
    await page.getByRole("heading", { name: "Workflows" }).waitFor();
    expect(page.url()).toBe(`${world.server.url}/`);
  });

  it("never leads to another site after signing in", async () => {
    const { page, server, open } = world;
    await page.context().clearCookies();
    await open("/sign-in?next=//evil.example/");
    await page.getByLabel("E-mail").fill(server.owner.email);
    await page.getByLabel("Password").fill(server.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Workflows" }).waitFor();
    expect(page.url()).toBe(`${server.url}/`);
  });

  it("says where sign-up is closed, before anything is typed", async () => {
    const { page, open } = world;
    await page.context().clearCookies();
    await open("/sign-in");
    await page.getByText("An Owner or Admin of your account can invite you.").waitFor();
    expect(await page.getByRole("link", { name: "Create an account" }).count()).toBe(0);
    await open("/sign-up");
    await page.getByText("Sign-up is closed").waitFor();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
  });

  it("tells the first person on an installation that they will own it", async () => {
    const { page, open } = world;
    // The local server makes its owner before it is ready, so only its word on this is changed.
    await page.route("**/api/auth/sign-up", (route) => route.fulfill({ json: { signUp: "first" } }));
    await open("/sign-in");
    await page.getByText("No one has signed up yet").waitFor();
    await page.getByRole("link", { name: "Create account" }).click();
    await page.getByText("You are the first user. This account will own the installation.").waitFor();
    await expect.poll(() => page.getByLabel("Name").evaluate((field) => field === document.activeElement)).toBe(true);
    await page.unroute("**/api/auth/sign-up");
  });
});

it("lets a newcomer sign up into an empty account where the installation is open", async () => {
  await using world = await openWorld({ MILLRACE_OPEN_SIGNUP: "1" });
  const { page, open } = world;
  await open("/sign-in");
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Name").fill("Ada");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  expect(await page.getByLabel("Password").getAttribute("aria-invalid")).toBe("true");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("No workflows yet").waitFor();
  await page.getByRole("button", { name: "New workflow" }).click();
  await page.getByRole("dialog", { name: "New workflow" }).waitFor();
  await page.keyboard.press("Escape");
  expect(await page.getByRole("button", { name: "Account of Ada" }).isVisible()).toBe(true);
});
