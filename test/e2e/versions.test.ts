import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

type Flow = ReturnType<typeof additionFlow> & { nodes: { id: string; name: string; config: Record<string, unknown> }[] };

describe("the versions of a workflow", () => {
  let world: World;
  let id: string;
  const save = (flow: unknown) => world.api("PUT", `/api/workflows/${id}/flow`, flow);
  const changed = () => {
    const flow = structuredClone(additionFlow()) as Flow;
    flow.nodes[2]!.config.code = "const { a, b } = context.steps.Start\nreturn { sum: a + b }";
    flow.nodes[1]!.name = "Is smaller";
    return flow;
  };
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    id = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Addition" })).id;
    await save(additionFlow());
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const act = async (name: string, action: string) => {
    await world.page.getByRole("button", { name: `Actions for ${name}` }).click();
    await world.page.getByRole("menuitem", { name: action }).click();
  };

  it("are kept by hand, with a name and a description", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/versions`);
    await page.getByText("No versions yet").waitFor();
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Save version" }).click();
    expect(await dialog.getByText("Enter a name.").isVisible()).toBe(true);
    await dialog.getByLabel("Name").fill("Plain sum");
    await dialog.getByLabel("Description").fill("Adds in one line");
    await dialog.getByRole("button", { name: "Save version" }).click();
    await page.getByRole("row", { name: /Plain sum/ }).waitFor();
    expect(await page.getByRole("row", { name: /Plain sum/ }).textContent()).toContain("Adds in one line");
  });

  it("are compared with the draft: renamed nodes, and scripts by their lines", async () => {
    const { page } = world;
    await save(changed());
    await act("Plain sum", "Compare with draft");
    await page.getByText("was Smaller").waitFor();
    expect(await page.getByText("+const { a, b } = context.steps.Start").isVisible()).toBe(true);
    expect(await page.getByText("-return { sum: context.steps.Start.a + context.steps.Start.b }").isVisible()).toBe(true);
    expect(new URL(page.url()).search).toContain("from=");
    await page.getByRole("button", { name: "Swap" }).click();
    await page.getByText("was Is smaller").waitFor();
  });

  it("are restored after saying what will happen, and nothing is lost", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "All versions" }).click();
    await act("Plain sum", "Restore");
    const dialog = page.getByRole("dialog", { name: "Restore Plain sum?" });
    await dialog.getByText(/is saved as a version/).waitFor();
    await dialog.getByText("was Is smaller").waitFor();
    await dialog.getByRole("button", { name: "Restore version" }).click();
    await page.getByText(/Restored Plain sum. The previous draft is saved as/).waitFor();
    const { flow } = await world.api<{ flow: Flow }>("GET", `/api/workflows/${id}/flow`);
    expect(flow.nodes[1]!.name).toBe("Smaller");
    const { items } = await world.api<{ items: unknown[] }>("GET", `/api/workflows/${id}/versions`);
    expect(items).toHaveLength(2);
  });

  it("show what a deployment will change before it is done", async () => {
    const { page } = world;
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    await save(changed());
    await page.reload();
    await page.getByRole("button", { name: "Deploy changes" }).click();
    const dialog = page.getByRole("dialog", { name: "Deploy changes" });
    await dialog.getByText("was Smaller").waitFor();
    await dialog.getByRole("button", { name: "Deploy changes" }).click();
    await page.getByText(/Deployed as version/).waitFor();
    expect(await dialog.count()).toBe(0);
  });

  it("stand beside the draft, with what differs marked on both", async () => {
    const { page } = world;
    const flow = changed();
    flow.nodes[2]!.config.code = "return { sum: 1 }";
    flow.nodes.push({ id: "n6", type: "end", name: "Failed", config: { outputs: [{ name: "sum", value: "0" }] } } as never);
    (flow["edges"] as unknown[]).push({ from: "n3", outcome: "failure", to: "n6" });
    await save(flow);
    await page.reload();
    await page.getByRole("link", { name: /^v\d+ · Undeployed changes/ }).click();
    const deployed = page.getByRole("region", { name: /^v\d+/ });
    const draft = page.getByRole("region", { name: "Draft" });
    await draft.getByRole("button", { name: /^Failed, .*added$/ }).waitFor();
    expect(await deployed.getByRole("button", { name: /added$/ }).count()).toBe(0);
    expect(await deployed.getByRole("button", { name: /changed$/ }).count()).toBe(1);
    expect(await deployed.textContent()).toContain("Deployed");
    await deployed.getByRole("button", { name: /^Sum, .*changed$/ }).press("Enter");
    await page.getByRole("complementary", { name: /Sum/ }).getByText("const { a, b } = context.steps.Start").waitFor();
    await save(changed());
    await page.getByRole("button", { name: "All versions" }).click();
  });

  it("are looked at without being changed, and the deployed one cannot be deleted", async () => {
    const { page } = world;
    await page.reload();
    await page
      .getByRole("row", { name: /Deployed/ })
      .getByRole("button", { name: /Actions for/ })
      .click();
    expect(await page.getByRole("menuitem", { name: "Delete" }).count()).toBe(0);
    await page.getByRole("menuitem", { name: "Compare with draft" }).click();
    await page.getByRole("button", { name: /^Is smaller/ }).click();
    await page.getByRole("complementary", { name: /Is smaller/ }).waitFor();
    await page.getByText("No differences.").waitFor();
    await page.getByRole("button", { name: "All versions" }).click();
    const rows = page
      .getByRole("row")
      .filter({ hasNotText: "Deployed" })
      .filter({ has: page.getByRole("button") });
    const before = await rows.count();
    await rows
      .last()
      .getByRole("button", { name: /Actions for/ })
      .click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete version" }).click();
    await expect.poll(() => rows.count()).toBe(before - 1);
  });
});
