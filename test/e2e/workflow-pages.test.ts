import { afterAll, beforeAll, describe, it } from "vitest";
import { checkPage } from "./looks.ts";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

/** A workflow with something on each of its pages, and what its flow is after some work on it. */
function changedFlow(): unknown {
  const flow = structuredClone(additionFlow()) as unknown as {
    nodes: { id: string; type: string; name: string; config: Record<string, unknown> }[];
    edges: { from: string; outcome: string; to: string }[];
  };
  flow.nodes[1]!.name = "Is smaller";
  flow.nodes[2]!.config.code = "const { a, b } = context.steps.Start\nreturn { sum: a + b }";
  flow.nodes.push({ id: "n6", type: "delay", name: "Breathe", config: { seconds: 1 } });
  flow.edges[2] = { from: "n3", outcome: "success", to: "n6" };
  flow.edges.push({ from: "n6", outcome: "next", to: "n4" });
  return flow;
}

describe("the pages of one workflow", () => {
  let world: World;
  let id: string;
  let empty: string;
  let version: string;
  let archive: Buffer;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    const { api, page, server } = world;
    id = (await api<{ id: string }>("POST", "/api/workflows", { name: "Addition of orders", description: "Adds what is smaller." })).id;
    empty = (await api<{ id: string }>("POST", "/api/workflows", { name: "Just begun" })).id;
    await api("PUT", `/api/workflows/${id}/flow`, additionFlow());
    const variables = [
      { name: "BASE_URL", value: "https://api.example.com/v2", notes: "The shop's interface" },
      { name: "API_TOKEN", value: "secret", secure: true, hosts: ["api.example.com"], notes: "Rotated every month" },
      { name: "REGION", value: "north" },
    ];
    for (const variable of variables) await api("POST", `/api/workflows/${id}/variables`, variable);
    await api("POST", "/api/roles", { name: "Auditor", capabilities: ["audit.see"] });
    const kept = { name: "Before the new pricing", description: "Adds in one line" };
    version = (await api<{ id: string }>("POST", `/api/workflows/${id}/versions`, kept)).id;
    await api("POST", `/api/workflows/${id}/deploy`, {});
    archive = await (await page.request.get(`${server.url}/api/workflows/${id}/export`)).body();
    await api("PUT", `/api/workflows/${id}/flow`, changedFlow());
    for (const [name, value] of [
      ["BASE_URL", "https://api.example.com/v3"],
      ["REGION", "south"],
    ] as const)
      await api("PATCH", `/api/workflows/${id}/variables/${name}`, { value });
    for (const [email, role] of [
      ["ada@example.com", "Member"],
      ["bo@example.com", "Member"],
    ] as const) {
      const { results } = await api<{ results: { link: string }[] }>("POST", "/api/invitations", { emails: [email], role });
      const token = results[0]!.link.split("/").at(-1)!;
      await fetch(`${server.url}/api/invitations/by-token/${token}/accept`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.url },
        body: JSON.stringify({ name: email.startsWith("ada") ? "Ada Byron" : "Bo Lindqvist", password: "another long password" }),
      });
    }
    await api("POST", `/api/workflows/${id}/invitations`, { emails: ["ada@example.com"], role: "Manager" });
    await api("POST", `/api/workflows/${id}/invitations`, { emails: ["bo@example.com"], role: "Auditor" });
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  const scenes: readonly { name: string; path: () => string; show: (world: World) => Promise<unknown> }[] = [
    { name: "variables", path: () => `${id}/variables`, show: ({ page }) => page.getByRole("row", { name: /BASE_URL/ }).waitFor() },
    {
      name: "variable-dialog",
      path: () => `${id}/variables`,
      show: async ({ page }) => {
        await page.getByRole("button", { name: "Edit API_TOKEN" }).click();
        await page.getByRole("dialog").waitFor();
      },
    },
    {
      name: "variable-delete",
      path: () => `${id}/variables`,
      show: async ({ page }) => {
        await page.getByRole("button", { name: "Delete REGION" }).click();
        await page.getByText("No node uses this variable.").waitFor();
      },
    },
    {
      name: "variables-empty",
      path: () => `${empty}/variables`,
      show: ({ page }) => page.getByText("No environment variables yet").waitFor(),
    },
    { name: "sharing", path: () => `${id}/sharing`, show: ({ page }) => page.getByRole("row", { name: /Ada Byron/ }).waitFor() },
    {
      name: "sharing-invite",
      path: () => `${id}/sharing`,
      show: async ({ page }) => {
        await page.getByRole("row", { name: /Ada Byron/ }).waitFor();
        await page.getByRole("button", { name: "Invite" }).click();
        await page.getByLabel("E-mail addresses").fill("ada@example.com, stranger@example.com");
        await page.getByRole("button", { name: "Send invitation" }).click();
        await page.getByText("Some people are not in the account").waitFor();
      },
    },
    { name: "versions", path: () => `${id}/versions`, show: ({ page }) => page.getByRole("row", { name: /Deployed/ }).waitFor() },
    { name: "versions-empty", path: () => `${empty}/versions`, show: ({ page }) => page.getByText("No versions yet").waitFor() },
    {
      name: "versions-compare",
      path: () => `${id}/versions?from=${version}`,
      show: ({ page }) => page.getByRole("button", { name: /^Smaller/ }).click(),
    },
    {
      name: "version-restore",
      path: () => `${id}/versions`,
      show: async ({ page }) => {
        await page.getByRole("button", { name: "Actions for Before the new pricing" }).click();
        await page.getByRole("menuitem", { name: "Restore" }).click();
        await page.getByText("was Is smaller").waitFor();
      },
    },
    {
      name: "deploy-changes",
      path: () => `${id}/versions`,
      show: async ({ page }) => {
        await page.getByRole("button", { name: "Deploy changes" }).click();
        await page.getByText("was Smaller").waitFor();
      },
    },
    { name: "transfer", path: () => `${id}/transfer`, show: ({ page }) => page.getByText("Drop files here").waitFor() },
    {
      name: "import-preview",
      path: () => `${id}/transfer`,
      show: async ({ page }) => {
        await page.locator("input[type=file]").setInputFiles({ name: "Addition.zip", mimeType: "application/zip", buffer: archive });
        await page.getByText("was Is smaller").waitFor();
      },
    },
    {
      name: "import-conflicts",
      path: () => `${id}/transfer`,
      show: async ({ page }) => {
        await page.locator("input[type=file]").setInputFiles({ name: "Addition.zip", mimeType: "application/zip", buffer: archive });
        await page.getByRole("button", { name: "Import as version" }).click();
        await page.getByRole("heading", { name: "Conflicting variables" }).waitFor();
      },
    },
    {
      name: "audit",
      path: () => `${id}/audit`,
      show: ({ page }) =>
        page
          .getByRole("button", { name: /^Details: / })
          .first()
          .waitFor(),
    },
    {
      name: "audit-entry",
      path: () =>
        `${id}/audit?filters=${encodeURIComponent('[{"column":"category","operator":"isNot","value":"runs"},{"column":"user","operator":"isNot","value":"x"}]')}`,
      show: async ({ page }) => {
        await page
          .getByRole("button", { name: /^Details: / })
          .first()
          .click();
        await page.getByRole("complementary", { name: /^Entry/ }).waitFor();
      },
    },
    {
      name: "audit-filter",
      path: () => `${id}/audit`,
      show: async ({ page }) => {
        await page.getByRole("button", { name: "Add filter" }).click();
        await page.getByRole("dialog").waitFor();
      },
    },
  ];

  for (const { name, path, show } of scenes) {
    // oxlint-disable-next-line vitest/expect-expect -- checkPage expects
    it(`${name} can be read and used by everybody`, async () => {
      await world.open(`/workflows/${path()}`);
      await show(world);
      await world.page.mouse.move(720, 890);
      await checkPage(world.page, name);
    });
  }

  // oxlint-disable-next-line vitest/expect-expect -- checkPage expects
  it("import-workflow can be read and used by everybody", async () => {
    const { page, open } = world;
    await open("/");
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByText("Drop files here").waitFor();
    await checkPage(page, "import-workflow");
  });
});
