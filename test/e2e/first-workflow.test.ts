import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cardOf, drag, edgesInWords, inspector, savedFlow, shownId } from "./builder-page.ts";
import { checkLooks, checkPage } from "./looks.ts";
import { callWith, countPresses } from "./first-story.ts";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

let world: World;
let presses: Awaited<ReturnType<typeof countPresses>>;
beforeAll(async () => {
  world = await openWorld();
  presses = await countPresses(world.page);
});
afterAll(() => world?.[Symbol.asyncDispose]());

it("leads a newcomer to a call by few presses, from a template", async () => {
  const { page } = world;
  presses.begin();
  await signIn(world);
  await page.getByRole("button", { name: "Start from a template" }).click();
  await page
    .getByRole("dialog", { name: "New workflow" })
    .getByRole("button", { name: /^Order triage/ })
    .click();
  await page.getByRole("dialog", { name: "New workflow" }).getByRole("button", { name: "Create workflow" }).click();
  await cardOf(page, "Add tax").waitFor();
  // The name of the example is taken, so a number was added.
  await page.getByText("Order triage (2)").first().waitFor();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.getByRole("button", { name: "Call it" }).click();
  await page.getByRole("button", { name: "Create key and run" }).click();
  await page.getByText('"prepay"').waitFor();
  const count = presses.count();
  console.log(`A newcomer's presses of the mouse from signing in to the first successful call, by a template: ${count}`);
  expect(count).toBeLessThanOrEqual(7);
});

/** What opened the panel runs the flow too: where the input was there by then, the button is for another time. */
const run = /^Run( again)?$/;

describe("the first story, by mouse", () => {
  let key = "";
  const outcome = (name: string, way: string) => cardOf(world.page, name).locator(`.react-flow__handle.source[data-handleid="${way}"]`);
  const way = (name: string) => cardOf(world.page, name).locator(".react-flow__handle.target");
  const panel = () => world.page.getByRole("region", { name: "Problems and test run" });
  /** A node is chosen by its card; what is open beside it then is its inspector. */
  const settings = async (name: string): Promise<Locator> => {
    await cardOf(world.page, name).click();
    const side = world.page.getByRole("complementary", { name: `Settings of ${name}` });
    await side.waitFor();
    return side;
  };

  it("signs in and makes a blank workflow, in a dialog that says what is missing and what is taken", async () => {
    const { page } = world;
    await page.context().clearCookies();
    await signIn(world);
    await page.getByRole("button", { name: "New workflow" }).click();
    const dialog = page.getByRole("dialog", { name: "New workflow" });
    await dialog.getByRole("button", { name: "Create workflow" }).click();
    await dialog.getByText("Enter a name.").waitFor();
    await dialog.getByLabel("Name").fill("Order triage");
    await dialog.getByRole("button", { name: "Create workflow" }).click();
    await expect.poll(() => dialog.getByLabel("Name").getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => dialog.locator(".field-error").textContent()).toContain("Order triage");
    await dialog.getByLabel("Name").fill("Note desk");
    await dialog.getByLabel("Description").fill("Looks a note up and raises its voice where it is urgent");
    await dialog.getByRole("button", { name: "Create workflow" }).click();
    await cardOf(page, "Start").waitFor();
    expect(await page.getByText("In development").isVisible()).toBe(true);
  });

  it("drags an API, a Condition and a Script in", async () => {
    const { page } = world;
    const canvas = (await page.locator(".canvas").boundingBox())!;
    const places = { API: [0.1, 0.12], Condition: [0.4, 0.12], Script: [0.7, 0.12] } as const;
    for (const [kind, [x, y]] of Object.entries(places)) {
      await page
        .getByRole("toolbar")
        .getByRole("button", { name: /^Add node/ })
        .click();
      await page
        .getByRole("option", { name: new RegExp(`^${kind}`) })
        .dragTo(page.locator(".canvas"), { targetPosition: { x: canvas.width * x + 108, y: canvas.height * y + 28 } });
      await cardOf(page, kind).waitFor();
    }
    expect((await savedFlow(world)).nodes.map(({ type }) => type)).toEqual(["start", "end", "api", "condition", "script"]);
  });

  it("connects them by their outcomes", async () => {
    const { page } = world;
    await page.getByRole("button", { name: /^Fit to screen/ }).click();
    // In its middle an edge has a plus, so it is chosen near its beginning.
    const start = (await outcome("Start", "next").boundingBox())!;
    await page.mouse.click(start.x + start.width + 14, start.y + start.height / 2);
    await page.keyboard.press("Delete");
    await expect.poll(() => page.locator(".react-flow__edge").count()).toBe(0);
    await drag(page, outcome("Start", "next"), way("API"));
    await drag(page, outcome("API", "success"), way("Condition"));
    await drag(page, outcome("Condition", "if"), way("Script"));
    await drag(page, outcome("Condition", "else"), way("End"));
    await drag(page, outcome("Script", "success"), way("End"));
    expect(edgesInWords(await savedFlow(world))).toEqual([
      "API success Condition",
      "Condition else End",
      "Condition if Script",
      "Script success End",
      "Start next API",
    ]);
  });

  it("maps the input on, and mends the problems that are shown until none is left", async () => {
    const { page, server } = world;
    const count = page.locator(".bar-count");
    await expect.poll(async () => Number(await count.textContent())).toBeGreaterThanOrEqual(2);
    await page.keyboard.press("Escape");
    await page.keyboard.press("p");
    await panel().getByRole("button", { name: "API" }).first().click();
    await inspector(page)
      .getByLabel("URL")
      .fill(`http://127.0.0.1:${server.port + 1}/notes?text={{steps.Start.text}}`);
    await panel().getByRole("button", { name: "Condition" }).first().click();
    await inspector(page).getByLabel("Left side").fill("{{steps.API.output.body.query.text}}");
    await inspector(page).getByLabel("Operator").selectOption("contains");
    await inspector(page).getByLabel("Right side").fill("urgent");
    const script = await settings("Script");
    await script.getByRole("textbox", { name: "Code" }).fill("return context.steps.API.output.body.query.text.toUpperCase();");
    const end = await settings("End");
    await end.getByLabel("result", { exact: true }).fill("{{steps.Script.output ?? steps.Start.text}}");
    await expect.poll(() => count.count(), { timeout: 10_000 }).toBe(0);
  });

  it("runs it on the canvas, where each node shows what it gave", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Run", exact: true }).first().click();
    await panel().getByRole("textbox", { name: "text" }).fill("urgent: the lamp is broken");
    await panel().getByRole("button", { name: run }).click();
    await panel().getByText("Success").first().waitFor();
    expect(JSON.parse((await panel().getByRole("group", { name: "Output", exact: true }).textContent()) ?? "")).toEqual({
      result: "URGENT: THE LAMP IS BROKEN",
    });
    await cardOf(page, "Script").getByText("Success").waitFor();
  });

  it("deploys it, and is led to the call", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByText("Deployed as version 1").waitFor();
    await page.getByRole("button", { name: "Call it" }).click();
    await page.getByRole("heading", { name: "Workflow endpoint", level: 1 }).waitFor();
    // What the test run was given is there to be sent.
    await expect
      .poll(() => page.getByRole("region", { name: "Try it" }).getByLabel("text").inputValue())
      .toBe("urgent: the lamp is broken");
  });

  it("creates a key, shown once, and answers calls with it: at once, and by polling", async () => {
    const { page } = world;
    await page.getByRole("link", { name: "API keys" }).first().click();
    await page.getByRole("button", { name: "Create API key" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("The test");
    await page.getByRole("button", { name: "Generate key" }).click();
    await page.getByRole("button", { name: "Copy and close" }).click();
    await page.getByText("Copied to clipboard").waitFor();
    key = await page.evaluate(() => navigator.clipboard.readText());
    expect(key).toMatch(/^mr_live_/);
    const call = callWith(world, shownId(page), key);
    expect(await call.sync({ text: "urgent: call back" })).toEqual({ result: "URGENT: CALL BACK" });
    expect(await call.async({ text: "no hurry" })).toEqual({ result: "no hurry" });
    expect((await callWith(world, shownId(page), `${key}x`).start("sync", { text: "no" })).status).toBe(401);
  });

  it("shows the version that answers", async () => {
    const { page } = world;
    await page.getByRole("link", { name: "Versions" }).click();
    const row = page.getByRole("row", { name: /1.*Deployed/ });
    await row.waitFor();
    expect(await page.getByRole("row").count()).toBe(2);
  });
});

describe("the guide", () => {
  const coach = () => world.page.getByRole("complementary", { name: "Guide to your first workflow" });
  const now = () => coach().locator("[aria-current=step] .coach-title").textContent();
  const expectStep = (title: string) => expect.poll(now, { timeout: 10_000 }).toBe(title);

  it("is offered above a short list, and begins on a canvas of its own", async () => {
    const { page } = world;
    await world.page.context().clearCookies();
    presses.begin();
    await signIn(world);
    await page.getByRole("button", { name: "Start guide" }).click();
    await cardOf(page, "Start").waitFor();
    await expectStep("Add a Script node");
    expect(await page.getByText("My first workflow").first().isVisible()).toBe(true);
  });

  it("ticks off what is really done, from the first node to the tested flow", async () => {
    const { page } = world;
    await page.locator(".wire-plus").click();
    await page.getByRole("option", { name: /^Script/ }).click();
    await expectStep("Use the input");
    await checkLooks(page, "guide");
    await coach().getByRole("button", { name: "Fill in for me" }).click();
    await expectStep("Run it");
    const { nodes } = await savedFlow(world);
    expect(nodes.find(({ type }) => type === "end")!.config).toEqual({ outputs: [{ name: "result", value: "{{steps.Script.output}}" }] });
    await page.getByRole("button", { name: "Run", exact: true }).first().click();
    const panel = page.getByRole("region", { name: "Problems and test run" });
    await panel.getByRole("textbox", { name: "text" }).fill("Ada");
    await panel.getByRole("button", { name: run }).click();
    await expectStep("Deploy it");
  });

  it("keeps its place when the page is loaded anew, and is put away and gone on with", async () => {
    const { page } = world;
    const before = presses.count();
    await page.reload();
    await expectStep("Deploy it");
    await coach().getByRole("button", { name: "Skip guide" }).click();
    await coach().waitFor({ state: "detached" });
    await world.open("/");
    await page.getByText("4 of 7 steps done.").waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
    await expectStep("Deploy it");
    await coach().getByRole("button", { name: "Minimize guide" }).click();
    expect(await coach().getByText("Deploy it", { exact: true }).isVisible()).toBe(false);
    await coach().getByRole("button", { name: "Show guide" }).click();
    presses.setTo(before);
  });

  it("leads on to the call, and ends", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await expectStep("Create a key");
    await page.getByRole("button", { name: "Call it" }).click();
    // What was typed for the test run is gone with the reload in between.
    await page.getByRole("region", { name: "Try it" }).getByLabel("text").fill("Ada");
    await page.getByRole("button", { name: "Create key and run" }).click();
    await page.getByText('"Hello, Ada"').waitFor();
    const count = presses.count();
    console.log(`A newcomer's presses of the mouse from signing in to the first successful call, by the guide: ${count}`);
    expect(count).toBeLessThanOrEqual(11);
    await coach().locator(".coach-over").waitFor();
    await coach().getByRole("link", { name: "Browse templates" }).click();
    await page.getByRole("dialog", { name: "New workflow" }).locator(".template").first().waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("button", { name: "Start guide" }).count()).toBe(0);
  });
});

describe("templates", () => {
  const dialog = () => world.page.getByRole("dialog", { name: "New workflow" });
  const cards = () => dialog().locator(".template");

  it("are searched by any of their words, and by category", async () => {
    await world.open("/?new=template");
    await cards().first().waitFor();
    const all = await cards().count();
    expect(all).toBeGreaterThanOrEqual(10);
    await dialog().getByRole("searchbox").fill("currency RATE");
    await expect.poll(() => cards().count()).toBe(1);
    await dialog().getByRole("searchbox").fill("nothing of the kind");
    await dialog().getByRole("button", { name: "Show all" }).click();
    await dialog().getByRole("radio", { name: "Data" }).check();
    await expect.poll(() => cards().count()).toBeLessThan(all);
    await checkPage(world.page, "templates");
    await dialog().getByRole("radio", { name: "All" }).check();
  });

  it("are walked through by arrow keys, and a chosen one says what it does", async () => {
    const { page } = world;
    await dialog().getByRole("searchbox").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await dialog().getByRole("heading", { name: "Price calculation" }).waitFor();
    expect(new URL(page.url()).searchParams.get("template")).toBe("price-quote");
    await dialog()
      .getByRole("button", { name: /^Take off the discount/ })
      .click();
    await dialog().getByRole("status").getByText("What the code is worth.").waitFor();
    await checkPage(page, "template");
    await dialog().getByRole("button", { name: "All templates" }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("Price calculation");
  });

  it("become workflows with their addresses, nothing of which is left where a field is wrong", async () => {
    const { page, api } = world;
    await dialog()
      .getByRole("button", { name: /^Webhook fan-out/ })
      .click();
    await dialog().getByLabel("CHAT_URL").fill("chat");
    await dialog().getByRole("button", { name: "Create workflow" }).click();
    await dialog().getByText("Enter a full http or https URL.").waitFor();
    const echo = `http://127.0.0.1:${world.server.port + 1}`;
    for (const name of ["CRM", "CHAT", "ARCHIVE"]) await dialog().getByLabel(`${name}_URL`).fill(`${echo}/${name.toLowerCase()}`);
    await dialog().getByRole("button", { name: "Create workflow" }).click();
    await cardOf(page, "Merge the answers").waitFor();
    const { items } = await api<{ items: { name: string; value: string }[] }>("GET", `/api/workflows/${shownId(page)}/variables`);
    expect(items.map(({ name, value }) => `${name}=${value}`).toSorted()).toEqual([
      `ARCHIVE_URL=${echo}/archive`,
      `CHAT_URL=${echo}/chat`,
      `CRM_URL=${echo}/crm`,
    ]);
    // The sample input is filled in: one press runs it.
    await page.getByRole("button", { name: "Run", exact: true }).first().click();
    await page.getByRole("region", { name: "Problems and test run" }).getByText('"complete": true').first().waitFor();
  });
});

describe("a flow as JSON", () => {
  const editor = () => world.page.getByRole("textbox", { name: "Flow JSON" });
  const write = async (flow: unknown) => editor().fill(JSON.stringify(flow, null, 2));

  it("tells where text is no JSON, and does not offer to save it", async () => {
    const { page } = world;
    const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Addition", description: "" });
    await world.open(`/workflows/${id}`);
    await page.getByRole("tab", { name: "Edit as JSON" }).click();
    await editor().fill('{\n  "nodes": [,]\n}');
    await page.getByText(/This is not valid JSON: .*line 2, column 13/).waitFor();
    expect(await page.getByRole("button", { name: "Save", exact: true }).isDisabled()).toBe(true);
  });

  it("lists a problem while it is typed, saves nevertheless, and refuses to deploy", async () => {
    const { page } = world;
    const flow = additionFlow();
    flow.nodes[4]!.name = "Sum";
    await write(flow);
    await page.getByText("1 problem", { exact: true }).waitFor();
    expect(await page.locator(".problem").textContent()).toContain("Sum");
    await editor().press("Control+s");
    await page.getByText("Flow saved").waitFor();

    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Problems block deployment" });
    await dialog.getByRole("button", { name: "Sum" }).first().click();
    await page.getByRole("complementary", { name: "Settings of Sum" }).waitFor();
    expect(await page.getByText("In development").isVisible()).toBe(true);
  });

  it("lists what blocks deployment on the endpoint's page too, each leading to its node", async () => {
    const { page } = world;
    await page.getByRole("link", { name: "Workflow endpoint" }).click();
    await page.getByRole("region", { name: "1 problem blocks deployment" }).getByRole("button", { name: "Sum" }).click();
    await page.getByRole("complementary", { name: "Settings of Sum" }).waitFor();
    expect(new URL(page.url()).searchParams.get("node")).toBe("n5");
  });

  it("refuses to save what is no flow document, naming the place", async () => {
    const { page } = world;
    await page.getByRole("tab", { name: "Edit as JSON" }).click();
    await write({ ...additionFlow(), colour: "blue" });
    await page.locator(".problem", { hasText: "/colour" }).waitFor();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("colour");
  });

  it("keeps unsaved text while other pages are looked at", async () => {
    const { page } = world;
    await write(additionFlow());
    await page.getByText("No problems. The flow can be deployed.").waitFor();
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
    await page.goBack();
    await page.getByText("Unsaved changes").waitFor();
    expect(JSON.parse(await editor().inputValue())).toEqual(additionFlow());
  });

  it("notices that somebody else saved in the meantime, and leaves the choice", async () => {
    const { page, api } = world;
    const id = new URL(page.url()).pathname.split("/")[2]!;
    await api("PUT", `/api/workflows/${id}/flow`, { ...additionFlow(), outputs: [] });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Someone else saved the flow").waitFor();
    await page.getByRole("button", { name: "Replace with mine" }).click();
    await page.getByText("Flow saved").last().waitFor();
    const { flow } = await api<{ flow: unknown }>("GET", `/api/workflows/${id}/flow`);
    expect(flow).toEqual(additionFlow());
  });

  it("says that a changed flow is not what callers get until it is deployed", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByText("Deployed as version 1").waitFor();
    await page.getByRole("link", { name: "Flow", exact: true }).click();
    await page.getByRole("tab", { name: "Edit as JSON" }).click();
    await write({ ...additionFlow(), outputs: [{ name: "sum", type: "number", description: "a + b" }] });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Undeployed changes").waitFor();
    await page.getByRole("link", { name: "Workflow endpoint" }).click();
    await page.getByText("The flow has changed since the last deploymentment").waitFor();
    await page.getByRole("button", { name: "Deploy changes" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Deploy changes" }).click();
    await page.getByText("Deployed as version 2").first().waitFor();
    await expect.poll(() => page.getByText("The flow has changed since the last deploymentment").isVisible()).toBe(false);
  });
});
