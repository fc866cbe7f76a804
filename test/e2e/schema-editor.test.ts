import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shownId } from "./builder-page.ts";
import { checkLooks } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

const slow = { timeout: 10_000 };
type Schema = Record<string, unknown>;

describe("the schema of a JSON input", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Orders", description: "" });
    await world.api("PUT", `/api/workflows/${id}/flow`, {
      schemaVersion: 1,
      inputs: [{ name: "order", type: "json", mandatory: true }],
      outputs: [],
      nodes: [
        { id: "start", type: "start", name: "Start", position: { x: 0, y: 0 }, config: {} },
        { id: "end", type: "end", name: "End", position: { x: 260, y: 0 }, config: { outputs: [] } },
      ],
      edges: [{ from: "start", outcome: "next", to: "end" }],
    });
    await world.open(`/workflows/${id}?node=start`);
    await world.page.locator(".insp-card > summary").click();
    await schema().getByLabel("Type of JSON Schema").waitFor();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  const schema = () => world.page.getByRole("region", { name: "JSON Schema" });
  const savedSchema = async () =>
    (await world.api<{ flow: { inputs: { schema?: Schema }[] } }>("GET", `/api/workflows/${shownId(world.page)}/flow`)).flow.inputs[0]!
      .schema;
  const name = (nth: number) => schema().getByLabel(`Name of property ${nth}`, { exact: true });

  it("is built by keyboard: type, properties, what is mandatory, limits of a nested one", async () => {
    const { page } = world;
    await schema().getByLabel("Type of JSON Schema").selectOption("Object");
    await schema().getByRole("button", { name: "Add property to JSON Schema" }).press("Enter");
    await expect.poll(() => name(1).evaluate((field) => document.activeElement === field)).toBe(true);
    await page.keyboard.type("id");
    await page.keyboard.press("Enter");
    await expect.poll(() => name(2).evaluate((field) => document.activeElement === field)).toBe(true);
    await page.keyboard.type("lines");
    await page.keyboard.press("Tab");
    await page.keyboard.type("List");
    await schema().getByLabel("Type of Each item").selectOption("Object");
    await schema().getByRole("button", { name: "Add property to Each item" }).press("Enter");
    await page.keyboard.type("amount");
    await schema().getByLabel("Type of amount").selectOption("Integer");
    await schema().getByRole("button", { name: "Settings of amount" }).press("Enter");
    await schema().getByRole("group", { name: "Settings of amount" }).getByLabel("Minimum").fill("1");
    await schema().getByRole("button", { name: "id is required" }).press("Space");
    await expect.poll(savedSchema, slow).toEqual({
      type: "object",
      properties: {
        id: { type: "string" },
        lines: { type: "array", items: { type: "object", properties: { amount: { type: "integer", minimum: 1 } } } },
      },
      required: ["id"],
    });
    await checkLooks(page, "schema-editor");
  });

  it("is undone step by step with the rest of the flow", async () => {
    const { page } = world;
    await page.locator(".react-flow__pane").click({ position: { x: 20, y: 300 } });
    await page.keyboard.press("Control+z");
    await expect.poll(async () => (await savedSchema())?.["required"], slow).toBeUndefined();
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(async () => (await savedSchema())?.["required"], slow).toEqual(["id"]);
  });

  it("keeps what the form does not know, and says beside the field what cannot be used", async () => {
    const { page } = world;
    await page.getByRole("group", { name: /^Start/ }).click();
    await page.locator(".insp-card > summary").click();
    await schema().getByRole("tab", { name: "Text" }).click();
    const text = schema().getByRole("textbox", { name: "JSON Schema" });
    await text.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText('{"type":"object","properties":{"id":{"type":"string","not":{"const":"x"}}},"$defs":{"a":{}}');
    await schema()
      .getByText(/This is not valid JSON/)
      .waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("}");
    await expect.poll(async () => Object.keys((await savedSchema()) ?? {}), slow).toEqual(["type", "properties", "$defs"]);
    await schema().getByRole("tab", { name: "Visual" }).click();
    await schema().getByText("Also set in the text view: $defs").waitFor();
    await schema().getByRole("button", { name: "Settings of id" }).click();
    const facts = schema().getByRole("group", { name: "Settings of id" });
    await facts.getByText("Also set in the text view: not").waitFor();
    await facts.getByLabel("Pattern").fill("(?=a)b");
    await facts.getByLabel("Pattern").blur();
    await facts.getByText(/is not valid/).waitFor();
    expect(await facts.getByLabel("Pattern").getAttribute("aria-invalid")).toBe("true");
    await checkLooks(page, "schema-editor-fault");
    await facts.getByLabel("Pattern").fill("^[a-z]+$");
    await expect.poll(savedSchema, slow).toEqual({
      type: "object",
      properties: { id: { type: "string", not: { const: "x" }, pattern: "^[a-z]+$" } },
      $defs: { a: {} },
    });
  });

  it("is made from an example", async () => {
    const { page } = world;
    await schema().getByRole("button", { name: "Create from example" }).click();
    const dialog = page.getByRole("dialog", { name: "Create schema from example" });
    await dialog.getByRole("textbox", { name: "Example" }).fill('{"id": "A-1", "lines": [{"sku": "x", "gift": true}, {"sku": "y"}]');
    await dialog.getByRole("button", { name: "Create schema" }).click();
    await dialog.getByText(/This is not valid JSON/).waitFor();
    await dialog.getByRole("textbox", { name: "Example" }).fill('{"id": "A-1", "lines": [{"sku": "x", "gift": true}, {"sku": "y"}]}');
    await checkLooks(page, "schema-example");
    await dialog.getByRole("button", { name: "Create schema" }).click();
    expect(await name(2).inputValue()).toBe("lines");
    await expect.poll(savedSchema, slow).toEqual({
      type: "object",
      properties: {
        id: { type: "string" },
        lines: {
          type: "array",
          items: { type: "object", properties: { sku: { type: "string" }, gift: { type: "boolean" } }, required: ["sku"] },
        },
      },
      required: ["id", "lines"],
    });
  });
});
