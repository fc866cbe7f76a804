import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAuthorizationServer } from "../fixtures/servers/authorization-server.ts";
import { checkPage } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

const token = "token-of-the-other-system";

describe("authorization profiles", () => {
  let world: World;
  let other: Server;
  let address: string;
  beforeAll(async () => {
    other = createServer((request, response) => {
      response.writeHead(request.headers.authorization === `Bearer ${token}` ? 200 : 401, { "content-type": "application/json" }).end("{}");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    // It listens on a port, not on a pipe.
    address = `http://127.0.0.1:${(other.address() as AddressInfo).port}/me`;
    world = await openWorld();
    await signIn(world);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    other?.closeAllConnections();
    other?.close();
  });
  const row = () => world.page.getByRole("row", { name: /Shop/ });

  it("are drawn by their kind, and say what is missing", async () => {
    const { page } = world;
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Authorization profiles" }).click();
    await page.getByText("No authorization profiles yet").waitFor();
    await checkPage(page, "profiles-empty");
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog", { name: "New authorization profile" });
    for (const [kind, fields] of [
      ["Basic", ["User name", "Password"]],
      ["API key", ["Send in", "Header or parameter name", "Key"]],
      ["OAuth 2.0 client credentials", ["Token URL", "Client ID", "Client secret", "Scopes"]],
      ["OAuth 2.0 authorization code", ["Authorization URL", "Client ID"]],
    ] as const) {
      await dialog.getByLabel("Kind").selectOption(kind);
      for (const field of fields) expect(await dialog.getByLabel(field, { exact: true }).isVisible(), `${kind}: ${field}`).toBe(true);
    }
    await checkPage(page, "profile-oauth");
    await dialog.getByLabel("Kind").selectOption("Bearer token");
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await dialog.getByText("Enter a name.").waitFor();
    await dialog.getByText("Enter a value.").waitFor();
  });

  it("are tested when they are saved, and a wrong secret is told", async () => {
    const { page } = world;
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Shop");
    await dialog.getByLabel("Token", { exact: true }).fill("wrong");
    await dialog.getByLabel("Hosts").fill("example.com");
    await dialog.getByLabel("Test URL").fill("not an address");
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await dialog.getByText("Enter a full URL that starts with https://.").waitFor();
    await dialog.getByLabel("Test URL").fill(address);
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await row().getByText("Failed").waitFor();
    await checkPage(page, "profiles-failed");
  });

  it("keep a secret that is not shown, take another, and are tested again", async () => {
    const { page, open } = world;
    await page.getByRole("button", { name: "Actions for Shop" }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit Shop" });
    expect(await dialog.getByLabel("Token", { exact: true }).inputValue()).toBe("");
    await dialog.getByText("Leave empty to keep the stored value.").waitFor();
    await dialog.getByLabel("Hosts").fill("127.0.0.1");
    await dialog.getByLabel("Hosts").blur();
    await dialog.getByText("The stored secret was entered for other addresses. Enter it again.").waitFor();
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await dialog.getByText("Enter the secret again. It would be sent to another address.").waitFor();
    await dialog.getByLabel("Token", { exact: true }).fill(token);
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await row().getByText("Works").waitFor();
    await open("/profiles");
    await row().getByText("Works").waitFor();
    await page.getByRole("button", { name: "Test Shop" }).click();
    await page.getByText("Shop works").waitFor();
    expect(await page.content()).not.toContain(token);
    await checkPage(page, "profiles");
  });

  it("are not deleted while a flow uses them, and it is said which", async () => {
    const { page, api } = world;
    const { items } = await api<{ items: { id: string }[] }>("GET", "/api/profiles");
    const { id } = await api<{ id: string }>("POST", "/api/workflows", { name: "Shop sync", description: "" });
    await api("PUT", `/api/workflows/${id}/flow`, {
      schemaVersion: 1,
      inputs: [],
      outputs: [],
      nodes: [
        { id: "n1", type: "start", name: "Start", config: {} },
        { id: "n2", type: "api", name: "Fetch", config: { method: "GET", url: address, authorization: items[0]!.id } },
      ],
      edges: [],
    });
    await page.getByRole("button", { name: "Actions for Shop" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete Shop?" });
    await dialog.getByRole("button", { name: "Delete profile" }).click();
    await dialog.getByRole("link", { name: /“Shop sync” uses it in its draft/ }).waitFor();
    await checkPage(page, "profile-in-use");
    await api("DELETE", `/api/workflows/${id}`);
    await dialog.getByRole("button", { name: "Delete profile" }).click();
    await page.getByText("Deleted Shop").waitFor();
    await page.getByText("No authorization profiles yet").waitFor();
  });

  it("are connected by a person who agrees at the other system, and connected again", async () => {
    const { page, open, api } = world;
    const { origin, close } = await startAuthorizationServer();
    try {
      const realm = `${origin}/r/shop`;
      await open("/profiles?new=profile");
      const dialog = page.getByRole("dialog", { name: "New authorization profile" });
      await dialog.getByLabel("Name", { exact: true }).fill("Shop login");
      await dialog.getByLabel("Kind").selectOption("OAuth 2.0 authorization code");
      await dialog.getByLabel("Authorization URL").fill(`${realm}/authorize`);
      await dialog.getByLabel("Token URL").fill(`${realm}/token`);
      await dialog.getByLabel("Client ID").fill("client");
      await dialog.getByLabel("Client secret").fill("s3cret");
      await dialog.getByLabel("Hosts").fill("127.0.0.1");
      await dialog.getByLabel("Test URL").fill(`${realm}/api`);
      await dialog.getByRole("button", { name: "Save and test" }).click();
      const line = page.getByRole("row", { name: /Shop login/ });
      await line.getByText("Not connected").waitFor();
      await checkPage(page, "profile-not-connected");

      const [there] = await Promise.all([page.waitForEvent("popup"), line.getByRole("link", { name: "Connect" }).click()]);
      await there.getByRole("heading", { name: "Connected" }).waitFor();
      await there.close();
      await page.reload();
      await line.getByText("Works").waitFor();
      const [{ connected } = { connected: false }] = (await api<{ items: { connected: boolean }[] }>("GET", "/api/profiles")).items;
      expect(connected).toBe(true);

      await page.getByRole("button", { name: "Actions for Shop login" }).click();
      const [again] = await Promise.all([page.waitForEvent("popup"), page.getByRole("menuitem", { name: "Reconnect" }).click()]);
      await again.getByRole("heading", { name: "Connected" }).waitFor();
      await again.close();
    } finally {
      await close();
    }
  });
});
