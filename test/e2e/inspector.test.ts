import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkLooks } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

/** Answers every call with what it was asked. */
function startEcho(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          method: request.method,
          url: request.url,
          token: request.headers["x-token"],
          body: body ? JSON.parse(body) : null,
        }),
      );
    });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const flow = {
  schemaVersion: 1,
  inputs: [
    { name: "total", type: "number", mandatory: true, default: 120 },
    { name: "country", type: "enum", values: ["DE", "FR"], default: "DE" },
  ],
  outputs: [{ name: "result", type: "json" }],
  nodes: [
    { id: "start", type: "start", name: "Start", position: { x: 0, y: 0 }, config: {} },
    { id: "call", type: "api", name: "Get order", position: { x: 260, y: 0 }, config: { method: "GET", url: "" } },
    {
      id: "big",
      type: "condition",
      name: "Big order",
      position: { x: 520, y: 0 },
      config: { branches: [{ join: "and", criteria: [{ left: "", operator: "==", right: "" }] }] },
    },
    { id: "rate", type: "script", name: "Rate", position: { x: 780, y: -60 }, config: { code: "return {};" } },
    { id: "end", type: "end", name: "End", position: { x: 1040, y: 0 }, config: { outputs: [] } },
  ],
  edges: [
    { from: "start", outcome: "next", to: "call" },
    { from: "call", outcome: "success", to: "big" },
    { from: "big", outcome: "if", to: "rate" },
    { from: "big", outcome: "else", to: "end" },
    { from: "rate", outcome: "success", to: "end" },
  ],
};
type Saved = { flow: { nodes: { id: string; name: string; config: Record<string, unknown> }[]; outputs: unknown[]; inputs: unknown[] } };

/** Saving waits for a pause in typing, and a machine can be busy. */
const slow = { timeout: 10_000 };

/** Opens something and types into a field of it in the moment in which the field is there. */
async function typeAtOnce(within: Element, { opens, field, text }: { opens: string; field: string; text: string }): Promise<void> {
  await new Promise<void>((resolve) => {
    new MutationObserver((_, observer) => {
      const input = within.querySelector<HTMLInputElement>(field);
      if (!input) return;
      observer.disconnect();
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      resolve();
    }).observe(within, { subtree: true, childList: true });
    within.querySelector<HTMLElement>(opens)!.click();
  });
  // What comes after the next pictures could still overwrite it.
  await new Promise((resolve) => setTimeout(resolve, 200));
}

describe("the inspector", () => {
  let world: World;
  let echo: Server;
  let id = "";
  beforeAll(async () => {
    echo = await startEcho();
    world = await openWorld();
    await signIn(world);
    world.page.setDefaultTimeout(10_000);
    id = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Rates", description: "" })).id;
    await world.api("PUT", `/api/workflows/${id}/flow`, flow);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    echo?.close();
  });

  const settings = (name: string) => world.page.getByRole("complementary", { name: `Settings of ${name}` });
  const select = async (node: string, name: string) => {
    await world.open(`/workflows/${id}?node=${node}`);
    await settings(name).locator("[data-ready]").waitFor();
  };
  const saved = async () => (await world.api<Saved>("GET", `/api/workflows/${id}/flow`)).flow;
  const config = async (node: string) => (await saved()).nodes.find((each) => each.id === node)!.config;
  const nameOf = async (node: string) => (await saved()).nodes.find((each) => each.id === node)!.name;
  const suggestions = () => world.page.getByRole("listbox", { name: "Suggestions" });

  it("shows a problem at its field, and fills the whole request from a pasted curl command", async () => {
    const { page } = world;
    await select("call", "Get order");
    const url = settings("Get order").getByLabel("URL");
    await expect.poll(() => url.getAttribute("aria-invalid"), slow).toBe("true");
    const port = (echo.address() as AddressInfo).port;
    await page.evaluate(
      (text) => navigator.clipboard.writeText(text),
      `curl -X POST 'http://127.0.0.1:${port}/orders?expand=items' \\\n  -H 'X-Token: abc' \\\n  --json '{"total":1}'`,
    );
    await url.focus();
    await page.keyboard.press("Control+v");
    await page.getByText("Request filled in from the curl command.").waitFor();
    expect(await url.inputValue()).toBe(`http://127.0.0.1:${port}/orders`);
    expect(await settings("Get order").getByLabel("Method").inputValue()).toBe("POST");
    await expect
      .poll(() => config("call"), slow)
      .toEqual({
        method: "POST",
        url: `http://127.0.0.1:${port}/orders`,
        query: [{ name: "expand", value: "items" }],
        headers: [
          { name: "X-Token", value: "abc" },
          { name: "Accept", value: "application/json" },
        ],
        body: { type: "json", value: '{\n  "total": 1\n}' },
      });
    await expect.poll(() => url.getAttribute("aria-invalid"), slow).toBe(null);
  });

  it("waits until a field is left before it says what is wrong, and closes braces", async () => {
    const { page } = world;
    const url = settings("Get order").getByLabel("URL");
    const before = await url.inputValue();
    await url.fill("");
    await page.locator(".saving-saved").waitFor();
    const problems = page.getByRole("button", { name: /problem/i }).first();
    await problems.waitFor();
    expect(await url.getAttribute("aria-invalid")).toBeNull();
    await url.blur();
    await expect.poll(() => url.getAttribute("aria-invalid"), slow).toBe("true");
    await url.fill("");
    await url.pressSequentially("https://a.example/{{steps.Start.total}}/x");
    expect(await url.inputValue()).toBe("https://a.example/{{steps.Start.total}}/x");
    await url.fill("");
    await url.pressSequentially("{{");
    expect(await url.inputValue()).toBe("{{}}");
    await page.keyboard.press("Control+z");
    expect(await url.inputValue()).not.toContain("}}");
    await page.keyboard.press("Escape");
    await url.fill(before);
    await page.locator(".saving-saved").waitFor();
  });

  it("completes a reference by keyboard, in the body of the call", async () => {
    const { page } = world;
    const body = settings("Get order").getByRole("textbox", { name: "Body", exact: true });
    await body.fill('{"total": ');
    await page.keyboard.type("{{tot");
    await suggestions()
      .getByRole("option", { name: /steps\.Start\.total/ })
      .waitFor();
    expect(await body.getAttribute("aria-activedescendant")).toBeTruthy();
    await page.keyboard.press("Enter");
    await expect.poll(() => body.inputValue(), slow).toBe('{"total": {{steps.Start.total}}');
    await page.keyboard.press("End");
    await page.keyboard.type(', "country": "');
    await page.keyboard.press("Control+Space");
    await suggestions().waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => suggestions().isVisible(), slow).toBe(false);
    await page.keyboard.type("{{steps.Start.co");
    await page.keyboard.press("Tab");
    await page.keyboard.press("End");
    await page.keyboard.type('"}');
    await expect
      .poll(async () => (await config("call")).body, slow)
      .toEqual({
        type: "json",
        value: '{"total": {{steps.Start.total}}, "country": "{{steps.Start.country}}"}',
      });
  });

  it("shows the value that an expression has, once a test has run as far as the node", async () => {
    const { page } = world;
    await settings("Get order").getByRole("button", { name: "Run up to here" }).click();
    await page.getByRole("region", { name: "Test run" }).getByText("Stopped after Get order.").waitFor();
    await settings("Get order").getByText('{"total":120,"country":"DE"}').first().waitFor();
    await select("big", "Big order");
    await settings("Big order").getByLabel("Left side").fill("{{steps.Start.total}}");
    // Another page of the browser knows nothing of the run before.
    await settings("Big order").getByText("Run a test to see the value.").waitFor();
    expect(await settings("Big order").getByRole("heading", { name: "Test" }).isVisible()).toBe(true);
  });

  it("builds a condition of criteria, and turns a branch into one expression", async () => {
    const { page } = world;
    const panel = settings("Big order");
    const operator = panel.getByLabel("Operator");
    // A select cuts its text off without a sign in the page, so the longest text is measured against it.
    const room = await operator.evaluate((select: HTMLSelectElement) => {
      const brush = document.createElement("canvas").getContext("2d")!;
      const style = getComputedStyle(select);
      brush.font = style.font;
      const longest = Math.max(...Array.from(select.options, ({ text }) => brush.measureText(text).width));
      return select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - longest;
    });
    expect(room).toBeGreaterThanOrEqual(0);
    await operator.selectOption("is at least");
    await panel.getByLabel("Right side").fill("100");
    await panel.getByRole("button", { name: "Add criterion" }).click();
    await panel.getByLabel("Left side").nth(1).fill("{{steps.Start.country}}");
    await panel.getByLabel("Operator").nth(1).selectOption("is not empty");
    await panel.getByLabel("Join criteria with").selectOption("or");
    await panel.getByRole("button", { name: "Add else if" }).click();
    const second = panel.getByRole("group", { name: "Else if 1" });
    await second.getByRole("button", { name: "Use an expression" }).click();
    await second.getByRole("textbox", { name: "Expression", exact: true }).fill("$exists(steps.Start.country)");
    await expect
      .poll(() => config("big"), slow)
      .toEqual({
        branches: [
          {
            join: "or",
            criteria: [
              { left: "{{steps.Start.total}}", operator: ">=", right: "100" },
              { left: "{{steps.Start.country}}", operator: "isNotEmpty" },
            ],
          },
          { expression: "$exists(steps.Start.country)" },
        ],
      });
    await checkLooks(page, "inspector-condition");
    await second.getByRole("button", { name: "Remove Else if 1" }).click();
    await expect.poll(async () => (await config("big")).branches, slow).toHaveLength(1);
  });

  it("edits a script with completion of what ran before", async () => {
    const { page } = world;
    await select("rate", "Rate");
    const code = settings("Rate").getByRole("textbox", { name: "Code" });
    await code.waitFor();
    await code.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("return { rate: context.steps.Start.to");
    await page.getByRole("option", { name: "total" }).waitFor();
    // CodeMirror takes no key for a completion that has only just appeared.
    await page.waitForTimeout(150);
    await page.keyboard.press("Enter");
    await page.keyboard.type(" * 2 }");
    await expect.poll(async () => (await config("rate")).code, slow).toContain("return { rate: context.steps.Start.total * 2 }");
    expect((await saved()).nodes).toHaveLength(5);
    await checkLooks(page, "inspector-script");
  });

  it("says when a node fails how long to wait and how often to try again", async () => {
    const panel = settings("Rate");
    await panel.getByText("On failure").click();
    await panel.getByLabel("Timeout in seconds").fill("90");
    await panel.getByLabel("Timeout in seconds").blur();
    await panel.getByText(/must be between 1 and 60 seconds/).waitFor();
    await panel.getByLabel("Timeout in seconds").fill("20");
    await panel.getByLabel("Retries").fill("3");
    await panel.getByLabel("Any error").check();
    await expect
      .poll(async () => (await saved()).nodes.find((each) => each.id === "rate"), slow)
      .toMatchObject({ timeoutSec: 20, retry: { attempts: 3, on: ["network", "timeout", "429", "5xx", "any"] } });
  });

  it("says that a name was not changed where what renames it does not come, and changes it once it does", async () => {
    const { page } = world;
    await page.route("**/rename-references*", (route) => route.abort());
    await select("rate", "Rate");
    const name = settings("Rate").getByLabel("Name");
    await name.fill("Rated");
    await name.press("Enter");
    await page.getByText("Part of the page could not be loaded").waitFor();
    expect(await name.inputValue()).toBe("Rated");
    expect(await nameOf("rate")).toBe("Rate");
    await page.unroute("**/rename-references*");
    await name.press("Enter");
    await expect.poll(() => nameOf("rate"), slow).toBe("Rated");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+z");
    await expect.poll(() => nameOf("rate"), slow).toBe("Rate");
  });

  it("renames a node in every reference to it", async () => {
    const { page } = world;
    await select("end", "End");
    await settings("End").getByRole("button", { name: "Add result" }).click();
    await settings("End").getByLabel("result", { exact: true }).fill("{{steps.Rate.output ?? steps.Start}}");
    await expect
      .poll(async () => (await config("end")).outputs, slow)
      .toEqual([{ name: "result", value: "{{steps.Rate.output ?? steps.Start}}" }]);
    await select("rate", "Rate");
    await settings("Rate").getByLabel("Name").fill("Work out");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => (await config("end")).outputs, slow)
      .toEqual([{ name: "result", value: "{{steps.`Work out`.output ?? steps.Start}}" }]);
  });

  it("edits the workflow's inputs and outputs where nothing is selected", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}`);
    const panel = page.getByRole("complementary", { name: "Inputs and outputs" });
    await panel.getByRole("button", { name: "Add input" }).click();
    await page.keyboard.type("not a name");
    await page.keyboard.press("Tab");
    await panel
      .getByText(/is not a valid name for an input/)
      .first()
      .waitFor();
    const name = panel.getByLabel("Name", { exact: false }).and(panel.locator("[data-path='/inputs/2/name']"));
    await name.fill("details");
    await panel.locator("details[open]").getByLabel("Type").selectOption("JSON");
    await panel.locator("details[open]").getByLabel("Type of JSON Schema").selectOption("Object");
    await panel.getByRole("button", { name: "Add output" }).click();
    await page.keyboard.type("note");
    await expect
      .poll(async () => (await saved()).inputs[2], slow)
      .toEqual({ name: "details", type: "json", mandatory: true, checkFormats: true, schema: { type: "object" } });
    await panel.getByRole("switch", { name: "Check formats" }).uncheck();
    await expect
      .poll(async () => (await saved()).inputs[2], slow)
      .toEqual({ name: "details", type: "json", mandatory: true, schema: { type: "object" } });
    await expect.poll(async () => (await saved()).outputs[1], slow).toEqual({ name: "note", type: "string" });
    await checkLooks(page, "inspector-workflow");
  });

  it("renames an input in every reference to it, and takes that back as one step", async () => {
    const { page } = world;
    const before = await saved();
    const panel = page.getByRole("complementary", { name: "Inputs and outputs" });
    await panel.evaluate(typeAtOnce, { opens: "summary", field: "[data-path='/inputs/0/name']", text: "amount" });
    await panel.locator("[data-path='/inputs/0/name']").press("Enter");
    await expect.poll(async () => JSON.stringify((await saved()).nodes), slow).not.toContain("Start.total");
    const after = await saved();
    expect(after.inputs[0]).toMatchObject({ name: "amount" });
    expect(JSON.stringify(after.nodes)).toContain("{{steps.Start.amount}}");
    expect(JSON.stringify(after.nodes)).toContain("context.steps.Start.amount * 2");
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(saved, slow).toEqual(before);
  });
});
