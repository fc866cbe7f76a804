import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

/** A machine can be busy; what has to be quick is measured and not awaited. */
const slow = { timeout: 15_000 };

/** What the flow calls: counts how often, and refuses debts. */
function startShop(): Promise<{ server: Server; url: string; calls: () => number }> {
  let calls = 0;
  const server = createServer((_, answer) => {
    calls++;
    answer.setHeader("content-type", "application/json").end(JSON.stringify({ rate: 1.5 }));
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rates`, calls: () => calls }),
    );
  });
}

const flowThatCalls = (url: string, code: string) => ({
  schemaVersion: 1,
  inputs: [
    { name: "amount", type: "number", mandatory: true },
    { name: "wait", type: "number", default: 0 },
  ],
  outputs: [{ name: "total", type: "number" }],
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    { id: "rates", type: "api", name: "Rates", config: { method: "GET", url } },
    {
      id: "waits",
      type: "condition",
      name: "Must wait",
      config: { branches: [{ join: "and", criteria: [{ left: "{{steps.Start.wait}}", operator: ">", right: "0" }] }] },
    },
    { id: "delay", type: "delay", name: "Wait", config: { seconds: "{{steps.Start.wait}}" } },
    { id: "total", type: "script", name: "Total", config: { code } },
    { id: "end", type: "end", name: "Done", config: { outputs: [{ name: "total", value: "{{steps.Total.output.total}}" }] } },
  ],
  edges: [
    { from: "start", outcome: "next", to: "rates" },
    { from: "rates", outcome: "success", to: "waits" },
    { from: "waits", outcome: "if", to: "delay" },
    { from: "waits", outcome: "else", to: "total" },
    { from: "delay", outcome: "success", to: "total" },
    { from: "total", outcome: "success", to: "end" },
  ],
});
const code = `console.log("adding up");
if (context.steps.Start.amount < 0) throw new Error("Debts are not taken");
return { total: context.steps.Start.amount * context.steps.Rates.output.body.rate };`;

describe("monitoring a workflow", () => {
  let world: World;
  let shop: Awaited<ReturnType<typeof startShop>>;
  let id = "";
  let key = "";
  beforeAll(async () => {
    shop = await startShop();
    world = await openWorld();
    await signIn(world);
    id = (await world.api<{ id: string }>("POST", "/api/workflows", { name: "Invoices" })).id;
    await world.api("PUT", `/api/workflows/${id}/flow`, flowThatCalls(shop.url, code));
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    key = (await world.api<{ key: string }>("POST", `/api/workflows/${id}/keys`, { name: "Shop backend" })).key;
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    shop?.server.close();
  });

  const call = async (input: unknown, mode = "sync") => {
    const answer = await fetch(`${world.server.url}/v1/workflows/${id}/${mode}`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ input }),
    });
    return (await answer.json()) as { runId: string };
  };
  const rows = (): Locator => world.page.locator(".runs-table tbody tr:not(.runs-gap)");
  const row = (text: string): Locator => rows().filter({ hasText: text });
  const panel = (): Locator => world.page.getByRole("complementary", { name: /^Run / });
  const figure = (name: string): Locator => world.page.locator(".figure", { hasText: name }).locator(".figure-value");

  it("says what is missing before the first run", async () => {
    await world.open(`/workflows/${id}/runs?range=30d`);
    await world.page.getByText("No runs yet").waitFor();
    await checkPage(world.page, "runs-empty");
    await world.page.getByText("Live", { exact: true }).waitFor();
  });

  it("shows runs as they begin and end, without a reload", async () => {
    const began = Date.now();
    await call({ amount: 10 });
    await row("Success").waitFor();
    // Within a second by promise; a shared machine may take a breath.
    expect(Date.now() - began).toBeLessThan(5_000);
    await call({ amount: 3, wait: 3 }, "async");
    await row("Waiting").waitFor();
    await expect.poll(() => row("Success").count(), slow).toBe(2);
    await call({ amount: -4 });
    await row("Failed").waitFor();
    expect(await rows().first().textContent()).toContain("Debts are not taken");
    await expect.poll(() => figure("Runs").textContent(), slow).toBe("3");
    await expect.poll(() => figure("Failure rate").textContent(), slow).toBe("33.3%");
  });

  it("holds still while it is paused, and catches up afterwards", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Live. Pause it." }).click();
    await call({ amount: 21 });
    await page.waitForTimeout(1_200);
    expect(await rows().count()).toBe(3);
    await page.getByRole("button", { name: "Paused. Go on." }).click();
    await expect.poll(() => rows().count(), slow).toBe(4);
  });

  it("comes back by itself after the server was away, with what happened meanwhile", async () => {
    await world.server.kill9();
    await world.page.getByText("Reconnecting").waitFor();
    await world.server.restart();
    await call({ amount: 22 });
    await expect.poll(() => rows().count(), { timeout: 40_000 }).toBe(5);
    await world.page.getByText("Live", { exact: true }).waitFor();
  });

  it("is narrowed by filters that read like sentences, and the address carries them", async () => {
    const { page } = world;
    const add = async (column: string, value: string) => {
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      await page.getByRole("menuitem", { name: column, exact: true }).click();
      await page.getByLabel(`Value of ${column}`).selectOption(value);
    };
    await add("Status", "Failed");
    await expect.poll(() => rows().count(), slow).toBe(1);
    await expect.poll(() => figure("Failure rate").textContent(), slow).toBe("100%");
    await add("Mode", "async");
    await page.getByText("No run fits").waitFor();
    await page.getByRole("button", { name: "Joined by and. Change it." }).click();
    await expect.poll(() => rows().count(), slow).toBe(2);
    await page.getByLabel("Condition of Status").selectOption("isNot");
    await expect.poll(() => rows().count(), slow).toBe(4);
    await checkPage(page, "runs-filtered");
    await page.reload();
    await expect.poll(() => rows().count(), slow).toBe(4);
    await page.getByRole("button", { name: "Clear all", exact: true }).click();
    await page.keyboard.press("/");
    await page.keyboard.type("debts");
    await expect.poll(() => rows().count(), slow).toBe(1);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Clear all", exact: true }).click();
    await expect.poll(() => rows().count(), slow).toBe(5);
  });

  it("looks at a part of the time that was marked on a chart, and goes back", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "1 h", exact: true }).click();
    const chart = page.locator(".chart .u-over").first();
    await chart.waitFor();
    await page.waitForTimeout(500);
    const box = (await chart.boundingBox())!;
    const drag = async (from: number, to: number) => {
      await page.mouse.move(box.x + box.width * from, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * to, box.y + box.height / 2, { steps: 6 });
      await page.mouse.up();
    };
    await drag(0.1, 0.4);
    await page.getByText("Nothing in this time").waitFor();
    const { searchParams } = new URL(page.url());
    const length = Number(searchParams.get("to")) - Number(searchParams.get("from"));
    expect(length).toBeGreaterThan(15 * 60_000);
    expect(length).toBeLessThan(25 * 60_000);
    await page.getByRole("button", { name: "Back to the range before" }).click();
    await expect.poll(() => rows().count(), slow).toBe(5);
    expect(new URL(page.url()).searchParams.get("range")).toBe("1h");
  });

  it("sorts, and keeps the columns that somebody chose", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Response time", exact: true }).click();
    await expect.poll(() => rows().first().textContent(), slow).toMatch(/3\.\d s|4\.\d s/);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Mode" }).click();
    await page.getByRole("menuitemcheckbox", { name: "End" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("separator", { name: "Width of Source" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.reload();
    await page.getByRole("columnheader", { name: /^Mode/ }).waitFor();
    expect(await page.getByRole("columnheader", { name: /^End/ }).count()).toBe(0);
    expect(await page.getByRole("separator", { name: "Width of Source" }).getAttribute("aria-valuenow")).toBe("176");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitem", { name: "As they were" }).click();
    await page.getByRole("columnheader", { name: /^End/ }).waitFor();
  });

  it("exports what is selected", async () => {
    const { page } = world;
    const begun = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export the selection as CSV" }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await begun).createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString().trim().split("\r\n")).toHaveLength(6);
  });

  it("opens a run beside the list by the keyboard, with an address of its own", async () => {
    const { page } = world;
    await checkPage(page, "runs");
    await page.getByRole("heading", { name: "Workflow runs" }).click();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await panel().waitFor();
    const first = await panel().getAttribute("aria-label");
    await page.keyboard.press("j");
    await expect.poll(() => panel().getAttribute("aria-label"), slow).not.toBe(first);
    await page.keyboard.press("k");
    await expect.poll(() => panel().getAttribute("aria-label"), slow).toBe(first);
    await page.reload();
    await panel().waitFor();
    expect(await panel().getAttribute("aria-label")).toBe(first);
    await page.keyboard.press("Escape");
    await expect.poll(() => panel().count(), slow).toBe(0);
    await page.reload();
    await rows().first().waitFor();
    expect(await panel().count()).toBe(0);
  });

  it("shows the failed step first: its error, what it was given, and where the run went", async () => {
    const { page } = world;
    await row("Failed").click();
    await panel().getByText("Failed at Total").waitFor();
    expect(await panel().getByRole("alert").textContent()).toContain("Debts are not taken");
    await checkPage(page, "run-panel");
    const steps = panel().getByRole("list", { name: "Steps of the run" });
    expect(await steps.locator("[aria-current]").textContent()).toMatch(/^Total, Failed/);
    await panel()
      .getByRole("button", { name: /^Rates,.*Success/ })
      .first()
      .waitFor();
    await steps.locator("[aria-current]").focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await panel().getByRole("region", { name: "Step Rates" }).waitFor();
    expect(await panel().getByRole("region", { name: "Step Rates" }).textContent()).toContain('"rate": 1.5');
    await panel().getByText("Debug log").click();
    await panel().getByText("log: adding up").waitFor();
  });

  it("runs from the failed step with edited data, and what ran before does not run again", async () => {
    const { page } = world;
    const before = shop.calls();
    await panel().getByRole("button", { name: "Edit and run from here" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Run from Total" });
    await dialog.getByText(/^2 steps before it are copied/).waitFor();
    const input = dialog.getByRole("textbox", { name: "Input of the run" });
    await input.fill('{ "amount": ');
    await dialog.getByText(/This is no valid JSON/).waitFor();
    await input.fill('{ "amount": 8 }');
    await checkPage(page, "run-again");
    await dialog.getByRole("button", { name: "Run", exact: true }).click();
    await panel().getByText("Success", { exact: true }).first().waitFor();
    await panel()
      .getByRole("button", { name: /^Rates ?,.*Copied/ })
      .waitFor();
    await panel()
      .getByRole("button", { name: /^Total ?, Success/ })
      .first()
      .waitFor();
    await expect
      .poll(
        () =>
          panel()
            .getByRole("group", { name: /^Output, Run/ })
            .textContent(),
        slow,
      )
      .toContain('"total": 12');
    expect(shop.calls()).toBe(before);
    await expect.poll(() => rows().count(), slow).toBe(6);
  });

  it("follows a run while it waits, and cancels it", async () => {
    const { page } = world;
    const { runId } = await call({ amount: 1, wait: 600 }, "async");
    await world.open(`/workflows/${id}/runs/${runId}`);
    await page.getByText("waits until").waitFor();
    await page.getByRole("region", { name: "Step Wait" }).waitFor();
    await checkPage(page, "run-waiting");
    await page.getByRole("button", { name: "Cancel the run" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel the run" }).click();
    await page.getByText("run_cancelled").waitFor();
    await page.getByText("Failed", { exact: true }).first().waitFor();
    await checkPage(page, "run");
  });

  it("lists the attempts to push a result, and sends it once more", async () => {
    const { page } = world;
    const settings = { enabled: true, callbackUrl: shop.url.replace("rates", "hook"), accessToken: "the-token" };
    await world.api("PUT", `/api/workflows/${id}/endpoint`, { async: settings });
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    const { runId } = await call({ amount: 2 }, "push");
    await world.open(`/workflows/${id}/runs/${runId}`);
    const deliveries = page.getByRole("region", { name: "Push deliveries" });
    await deliveries.getByText("Delivered", { exact: true }).waitFor();
    await deliveries.getByRole("button", { name: "Redeliver" }).click();
    await expect.poll(() => deliveries.locator("tbody tr").count(), slow).toBe(2);
    expect(await deliveries.locator("tbody tr").last().textContent()).toContain("200");
    await checkPage(page, "run-success");
  });

  it("compares two runs that were chosen", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/runs`);
    await row("Failed").last().getByRole("checkbox").check();
    await row("Success").last().getByRole("checkbox").check();
    await page.getByRole("link", { name: "Compare" }).click();
    await page.getByRole("heading", { name: "Compare two runs" }).waitFor();
    await page.getByRole("button", { name: /^Total/ }).click();
    expect(await page.locator(".compare-step", { hasText: "Total" }).textContent()).toContain("Debts are not taken");
    expect(await page.getByRole("button", { name: /^Must wait/ }).count()).toBe(0);
    await checkPage(page, "runs-compare");
    await page.getByRole("switch", { name: "Only what differs" }).click();
    await page.getByRole("button", { name: /^Must wait/ }).waitFor();
  });

  it("runs a selection again in bulk, and says what became of each", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/runs?filters=${encodeURIComponent('[{"column":"status","operator":"is","value":"Failed"}]')}`);
    await expect.poll(() => rows().count(), slow).toBe(2);
    await world.api("PUT", `/api/workflows/${id}/flow`, flowThatCalls(shop.url, code.replace(/if .*\n/, "")));
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Run the selection again" }).click();
    const dialog = page.getByRole("dialog", { name: "Run the selection again" });
    await dialog.getByLabel("Pace").fill("600");
    await checkPage(page, "bulk-dialog");
    await dialog.getByRole("button", { name: "Run 2 runs again" }).click();
    await page.getByText("Status is Failed").waitFor();
    await expect.poll(() => page.getByRole("tab", { name: /^Success/ }).textContent(), slow).toBe("Success 1");
    await page.getByRole("tab", { name: /^Success/ }).click();
    await expect.poll(() => page.locator(".table tbody tr").count(), slow).toBe(1);
    await checkPage(page, "bulk-rerun");
  });

  it("replays what callers sent with the flow in development, and calls nobody", async () => {
    const { page } = world;
    const before = shop.calls();
    await world.api(
      "PUT",
      `/api/workflows/${id}/flow`,
      flowThatCalls(shop.url, code.replace("amount *", "amount * 2 *").replace("-4", "0")),
    );
    await world.open(`/workflows/${id}/runs?filters=${encodeURIComponent('[{"column":"status","operator":"is","value":"Success"}]')}`);
    await rows().first().waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Replay with the flow in development" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Replay", exact: true }).click();
    await page.getByText(/of \d runs (differ|differs)/).waitFor();
    await page.getByText("Done", { exact: true }).first().waitFor();
    await page.getByText("As recorded").first().waitFor();
    expect(await page.locator(".replay-result").first().textContent()).toContain("total");
    await checkPage(page, "replay");
    expect(shop.calls()).toBe(before);
    await page.getByRole("link", { name: "Bulk reruns and replays" }).click();
    await page.locator(".table tbody tr").first().waitFor();
    await checkPage(page, "replays");
  });

  it("moves nothing that is being read: new runs wait above until they are asked for", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/runs`);
    await rows().first().waitFor();
    const before = await rows().count();
    for (let turn = 0; turn < 24; turn++) await call({ amount: turn }, "async");
    await expect.poll(() => rows().count(), slow).toBe(before + 24);
    const frame = page.getByRole("group", { name: "Runs", exact: true });
    await frame.evaluate((element) => element.scrollTo(0, 320));
    const read = () => rows().nth(15).boundingBox();
    const [place, shown] = [(await read())!.y, await rows().count()];
    const label = await rows().nth(15).locator("a").first().textContent();
    for (let turn = 0; turn < 3; turn++) await call({ amount: turn }, "async");
    await page.getByRole("button", { name: "3 new" }).waitFor();
    expect((await read())!.y).toBe(place);
    expect(await rows().nth(15).locator("a").first().textContent()).toBe(label);
    await page.getByRole("button", { name: "3 new" }).click();
    await expect.poll(() => rows().count(), slow).toBe(shown + 3);
    expect(await frame.evaluate((element) => element.scrollTop)).toBe(0);
  });

  it("lists the calls of models apart", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/runs`);
    await page.getByRole("tab", { name: "Model runs" }).click();
    await page.getByText("No model calls").waitFor();
    expect(new URL(page.url()).searchParams.get("tab")).toBe("modelRuns");
    await checkPage(page, "model-runs");
  });
});
