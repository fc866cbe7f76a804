import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkLooks } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

const flow = {
  schemaVersion: 1,
  inputs: [
    { name: "a", type: "number", mandatory: true },
    { name: "b", type: "number", mandatory: true, default: 2 },
  ],
  outputs: [{ name: "sum", type: "number" }],
  nodes: [
    { id: "start", type: "start", name: "Start", position: { x: 0, y: 0 }, config: {} },
    {
      id: "add",
      type: "script",
      name: "Add",
      position: { x: 260, y: 0 },
      config: {
        code: 'console.log("adding");\nif (context.steps.Start.a < 0) throw new Error("No debts");\nreturn { sum: context.steps.Start.a + context.steps.Start.b };',
      },
    },
    {
      id: "double",
      type: "script",
      name: "Double",
      position: { x: 520, y: 0 },
      config: { code: "return { sum: context.steps.Add.output.sum * 2 };" },
    },
    {
      id: "end",
      type: "end",
      name: "End",
      position: { x: 780, y: 0 },
      config: { outputs: [{ name: "sum", value: "{{steps.Double.output.sum}}" }] },
    },
  ],
  edges: [
    { from: "start", outcome: "next", to: "add" },
    { from: "add", outcome: "success", to: "double" },
    { from: "double", outcome: "success", to: "end" },
  ],
};

/** Saving waits for a pause in typing, and a machine can be busy. */
const slow = { timeout: 10_000 };

describe("a test run on the canvas", () => {
  let world: World;
  let id = "";
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(8_000);
    await signIn(world);
    id = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Sums", description: "" })).id;
    await world.api("PUT", `/api/workflows/${id}/flow`, flow);
    await world.open(`/workflows/${id}`);
    await world.page.locator(".react-flow__node").first().waitFor();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  const panel = () => world.page.getByRole("region", { name: "Test run" });
  const output = async () => JSON.parse((await panel().getByRole("group", { name: "Output", exact: true }).textContent()) ?? "") as unknown;
  const step = (name: string) =>
    panel().locator(".log-step", { has: world.page.locator(".log-step-name", { hasText: new RegExp(`^${name}$`) }) });
  const settings = (name: string) => world.page.getByRole("complementary", { name: `Settings of ${name}` });
  const run = () => panel().getByRole("button", { name: /^Run( again)?$/ });

  it("opens by key with a form of the inputs, and says what is missing", async () => {
    const { page } = world;
    await page.keyboard.press("r");
    await panel().getByText("Enter a value.").waitFor();
    expect(await panel().getByRole("textbox", { name: "b", exact: true }).inputValue()).toBe("2");
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name), slow).toBe("a");
  });

  it("runs what is on the screen, shows the output and what each node got and gave", async () => {
    await panel().getByRole("textbox", { name: "a", exact: true }).fill("3");
    await panel().getByRole("textbox", { name: "a", exact: true }).press("Control+Enter");
    await panel().getByText("Success").first().waitFor();
    await expect.poll(output, slow).toEqual({ sum: 10 });
    expect(await panel().locator(".log-step-name").allTextContents()).toEqual(["Start", "Add", "Double", "End"]);
    await step("Add").locator("summary").click();
    expect(JSON.parse((await step("Add").getByRole("group", { name: "Output, Add" }).textContent()) ?? "")).toEqual({ sum: 5 });
    expect(await step("Add").getByRole("group", { name: "Logs, Add" }).textContent()).toContain("adding");
    await checkLooks(world.page, "test-run");
  });

  it("feeds the fields with the data of the run", async () => {
    const { page } = world;
    await step("End").locator("summary").click();
    await step("End").getByRole("button", { name: "Show on canvas" }).click();
    await settings("End").getByText("10", { exact: true }).first().waitFor();
    const value = settings("End").getByLabel("sum", { exact: true });
    await value.fill("{{steps.Double.output.");
    const option = page.getByRole("option", { name: /sum/ });
    await option.waitFor();
    expect(await option.textContent()).toContain("10");
    await page.keyboard.press("Enter");
    await expect.poll(() => value.inputValue(), slow).toBe("{{steps.Double.output.sum}}");
    await value.fill("{{ $sum([1, 'x']) }}");
    await settings("End").locator(".live-value-error").waitFor();
    await value.fill("{{steps.Double.output.sum}}");
  });

  it("names the node that failed and why, and runs again once it is mended", async () => {
    const { page } = world;
    await panel().getByRole("textbox", { name: "a", exact: true }).fill("-1");
    await run().click();
    await panel().getByText("Failed at Add").waitFor();
    expect(await step("Add").getAttribute("open")).not.toBe(null);
    await step("Add")
      .getByText(/No debts/)
      .first()
      .waitFor();
    await checkLooks(page, "test-run-failed");
    await panel().getByRole("textbox", { name: "a", exact: true }).fill("4");
    await run().click();
    await expect.poll(output, slow).toEqual({ sum: 12 });
  });

  it("leads from what keeps the flow from running to the field", async () => {
    const { page } = world;
    await step("Double").locator("summary").click();
    await step("Double").getByRole("button", { name: "Show on canvas" }).click();
    const code = settings("Double").getByRole("textbox", { name: "Code" });
    await code.waitFor();
    await code.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("return {");
    await run().click();
    await panel().getByText("The flow cannot run yet").waitFor();
    await panel().locator(".problem").getByRole("button", { name: "Double" }).first().click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.className), slow).toContain("code-host");
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("return { sum: context.steps.Add.output.sum * 3 };");
    await page.keyboard.press("Control+Enter");
    await expect.poll(output, slow).toEqual({ sum: 18 });
  });

  it("takes a pinned output instead of running the node", async () => {
    await step("Add").locator("summary").click();
    await step("Add").getByRole("button", { name: "Pin", exact: true }).click();
    await world.page.locator(".react-flow__node[data-id=add] .step-pin").waitFor();
    await panel().getByRole("textbox", { name: "a", exact: true }).fill("100");
    await run().click();
    await panel().getByText("Uses 1 pinned output").waitFor();
    await expect.poll(output, slow).toEqual({ sum: 18 });
    await panel().getByRole("button", { name: "Unpin all" }).click();
    await expect.poll(() => world.page.locator(".step-pin").count()).toBe(0);
    await run().click();
    await expect.poll(output, slow).toEqual({ sum: 306 });
  });

  it("tests one node with data that was edited, without running what is before it", async () => {
    await settings("Double").getByRole("button", { name: "Test this node" }).click();
    const given = panel().getByRole("textbox", { name: "Output of Add" });
    await given.waitFor();
    expect(JSON.parse(await given.inputValue())).toEqual({ sum: 102 });
    await given.fill("{ no");
    await panel()
      .getByText(/This is not valid JSON/)
      .waitFor();
    await given.fill('{"sum": 7}');
    await checkLooks(world.page, "test-run-node");
    await panel().getByRole("button", { name: "Run node" }).click();
    await panel().getByText("Stopped after Double.").waitFor();
    await expect.poll(output, slow).toEqual({ sum: 21 });
    await panel().getByRole("button", { name: "Back to whole flow" }).click();
  });

  it("stops a run that takes too long", async () => {
    const waits = {
      ...flow,
      nodes: flow.nodes.map((node) => (node.id === "double" ? { ...node, type: "delay", config: { seconds: 300 } } : node)),
    };
    await world.api("PUT", `/api/workflows/${id}/flow`, {
      ...waits,
      nodes: waits.nodes.map((node) => (node.id === "end" ? { ...node, config: { outputs: [{ name: "sum", value: 1 }] } } : node)),
    });
    await world.page.reload();
    await world.page.locator(".react-flow__node").first().waitFor();
    await world.page.getByRole("button", { name: "Run", exact: true }).first().click();
    await panel().getByRole("textbox", { name: "a", exact: true }).fill("1");
    await panel().getByRole("textbox", { name: "a", exact: true }).press("Control+Enter");
    await panel().getByText("Waiting").first().waitFor();
    await panel().getByRole("button", { name: "Stop" }).click();
    await panel().getByText("Failed").first().waitFor();
    await expect.poll(() => step("Double").locator(".status").textContent(), slow).toBe("Cancelled");
  });
});
