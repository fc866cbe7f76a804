import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

interface Scene {
  name: string;
  /** Brings the page into view, from wherever the last scene left it. */
  show(world: World, ids: { example: string; draft: string }): Promise<unknown>;
}

const scenes: readonly Scene[] = [
  {
    name: "workflows",
    show: async ({ page, open }) => {
      await open("/");
      await page.getByRole("link", { name: "Order triage", exact: true }).waitFor();
    },
  },
  {
    name: "new-workflow",
    show: async ({ page }) => {
      await page.getByRole("button", { name: "New workflow" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Create workflow" }).click();
    },
  },
  {
    name: "workflows-empty",
    show: async ({ page, open }) => {
      await open("/?tab=shared");
      await page.getByText("Nothing is shared with you yet").waitFor();
    },
  },
  {
    name: "account-menu",
    show: async ({ page, open }) => {
      await open("/");
      await page.getByRole("button", { name: "Account of Owner" }).click();
    },
  },
  {
    name: "flow",
    show: async ({ page, open }, { example }) => {
      await open(`/workflows/${example}`);
      await page.getByRole("group", { name: /^Large order/ }).waitFor();
    },
  },
  {
    name: "flow-node",
    show: async ({ page, open }, { example }) => {
      await open(`/workflows/${example}?node=tax`);
      await page.getByRole("complementary").waitFor();
    },
  },
  {
    name: "flow-problems",
    show: async ({ page, open }, { draft }) => {
      await open(`/workflows/${draft}`);
      await page.locator(".bar-count").waitFor();
      await page.keyboard.press("p");
      await page.getByRole("region", { name: "Problems and test run" }).locator(".problem").waitFor();
    },
  },
  {
    name: "flow-palette",
    show: async ({ page, open }, { draft }) => {
      await open(`/workflows/${draft}`);
      await page.getByRole("group", { name: /^Smaller/ }).click();
      await page.keyboard.press("a");
      await page.getByRole("dialog", { name: /^Add node/ }).waitFor();
    },
  },
  {
    name: "flow-json",
    show: async ({ page, open }, { draft }) => {
      await open(`/workflows/${draft}?view=json`);
      await page.getByRole("heading", { name: /problem/ }).waitFor();
    },
  },
  {
    name: "deploy-refused",
    show: async ({ page }) => {
      await page.getByRole("button", { name: "Deploy", exact: true }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "endpoint-not-deployed",
    show: async ({ page, open }, { draft }) => {
      await open(`/workflows/${draft}/endpoint`);
      await page.getByText("Not deployed yet").waitFor();
    },
  },
  {
    name: "endpoint",
    show: async ({ page, open }, { example }) => {
      await open(`/workflows/${example}/endpoint`);
      await page.getByLabel("total").waitFor();
    },
  },
  {
    name: "try-it",
    show: async ({ page }) => {
      await page.getByRole("button", { name: "New key" }).click();
      await page.getByText(/Created the API key/).waitFor();
      await page.getByRole("button", { name: "Dismiss" }).click();
      await page.getByLabel("total").fill("1250");
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByText('"review"').waitFor();
    },
  },
  {
    name: "async-settings",
    show: async ({ page }) => {
      await page.getByRole("tab", { name: "Async push" }).click();
      await page.getByRole("button", { name: "Set up async push" }).click();
      await page.getByRole("switch", { name: "Enable async push" }).check();
    },
  },
  {
    name: "keys",
    show: async ({ page, open }, { example }) => {
      await open(`/workflows/${example}/keys`);
      await page.getByRole("row", { name: /First key/ }).waitFor();
    },
  },
  {
    name: "key-shown-once",
    show: async ({ page }) => {
      await page.getByRole("button", { name: "Create API key" }).click();
      await page.getByRole("dialog").getByLabel("Name").fill("Shop backend");
      await page.getByRole("button", { name: "Generate key" }).click();
      await page.getByRole("dialog", { name: "Your new API key" }).waitFor();
    },
  },
  {
    name: "keys-empty",
    show: async ({ page, open }, { draft }) => {
      await open(`/workflows/${draft}/keys`);
      await page.getByText("No API keys yet").waitFor();
    },
  },
  {
    name: "details",
    show: async ({ page, open }, { example }) => {
      await open(`/workflows/${example}/details`);
      await page.getByRole("textbox", { name: "Description" }).waitFor();
    },
  },
  {
    name: "delete-workflow",
    show: async ({ page, open }, { draft }) => {
      await open(`/workflows/${draft}/details`);
      await page.getByRole("button", { name: "Delete workflow" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "tokens",
    show: async ({ page, open }) => {
      await open("/tokens");
      await page.getByText("No access tokens yet").waitFor();
    },
  },
  {
    name: "not-found",
    show: async ({ page, open }) => {
      await open("/nowhere");
      await page.getByRole("heading", { name: "Page not found", level: 2 }).waitFor();
    },
  },
];

describe("every page", () => {
  let world: World;
  const ids = { example: "", draft: "" };
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  async function checkScene(name: string): Promise<void> {
    const { page } = world;
    await page.mouse.move(720, 890);
    const reopen = async () => {
      // The change of size closes what is open beside its button.
      const menu = page.getByRole("button", { name: "Account of Owner" });
      if ((await page.getByRole("menu").count()) === 0) await menu.click();
    };
    await checkPage(page, name, name === "account-menu" ? { reopen } : {});
  }

  it("sign-in can be read and used by everybody", async () => {
    await world.open("/sign-in");
    await world.page.getByRole("button", { name: "Sign in" }).click();
    await checkScene("sign-in");
    await world.open("/sign-up");
    await checkScene("sign-up");
  });

  it("are served with a policy that lets no foreign or inline code in", async () => {
    const policy = (await fetch(`${world.server.url}/sign-in`)).headers.get("content-security-policy") ?? "";
    for (const rule of [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]) {
      expect(policy.split("; ")).toContain(rule);
    }
  });

  it("sign-in leads to a prepared installation", async () => {
    await signIn(world);
    const { items } = await world.api<{ items: { id: string }[] }>("GET", "/api/workflows");
    ids.example = items[0]!.id;
    ids.draft = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Addition", description: "Adds two numbers" })).id;
    const flow = additionFlow();
    flow.nodes[4]!.name = "Sum";
    const saved = await world.api<{ problems: unknown[] }>("PUT", `/api/workflows/${ids.draft}/flow`, flow);
    expect(saved.problems).toHaveLength(1);
  });

  for (const { name, show } of scenes) {
    it(`${name} can be read and used by everybody`, async () => {
      await show(world, ids);
      await checkScene(name);
    });
  }
});
