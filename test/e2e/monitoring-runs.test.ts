import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { code, flowThatCalls, type Monitored, openMonitored, rowsOf, slow } from "./monitored.ts";
import type { World } from "./world.ts";

describe("the runs of a workflow, one by one and many at once", () => {
  let monitored: Monitored;
  let world: World;
  let id = "";
  beforeAll(async () => {
    monitored = await openMonitored();
    ({ world, id } = monitored);
    for (const amount of [10, 3, -4, 21, 22]) await monitored.call({ amount });
    await world.open(`/workflows/${id}/runs`);
    await rows().nth(4).waitFor();
  });
  afterAll(() => monitored?.[Symbol.asyncDispose]());

  const rows = (): Locator => rowsOf(world);
  const row = (text: string): Locator => rows().filter({ hasText: text });
  const panel = (): Locator => world.page.getByRole("complementary", { name: /^Run / });

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
    const before = monitored.shop.calls();
    await panel().getByRole("button", { name: "Edit and run from here" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Run from Total" });
    await dialog.getByText(/^Reuses the output of 2 earlier steps/).waitFor();
    const input = dialog.getByRole("textbox", { name: "Input of the run" });
    await input.fill('{ "amount": ');
    await input.blur();
    await dialog.getByText(/This is not valid JSON/).waitFor();
    await input.fill('{ "amount": 8 }');
    await checkPage(page, "run-again");
    await dialog.getByRole("button", { name: "Run", exact: true }).click();
    await panel().getByText("Success", { exact: true }).first().waitFor();
    await panel()
      .getByRole("button", { name: /^Rates ?,.*Reused/ })
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
    expect(monitored.shop.calls()).toBe(before);
    await expect.poll(() => rows().count(), slow).toBe(6);
  });

  it("follows a run while it waits, and cancels it", async () => {
    const { page } = world;
    const { runId } = await monitored.call({ amount: 1, wait: 600 }, "async");
    await world.open(`/workflows/${id}/runs/${runId}`);
    await page.getByText("waits until").waitFor();
    await page.getByRole("region", { name: "Step Wait" }).waitFor();
    await checkPage(page, "run-waiting");
    await page.getByRole("button", { name: "Cancel run" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel run" }).click();
    await page.getByText("run_cancelled").waitFor();
    await page.getByText("Failed", { exact: true }).first().waitFor();
    await checkPage(page, "run");
  });

  it("lists the attempts to push a result, and sends it once more", async () => {
    const { page } = world;
    const settings = { enabled: true, callbackUrl: monitored.shop.url.replace("rates", "hook"), accessToken: "the-token" };
    await world.api("PUT", `/api/workflows/${id}/endpoint`, { async: settings });
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    const { runId } = await monitored.call({ amount: 2 }, "push");
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
    await page.getByRole("switch", { name: "Only differences" }).click();
    await page.getByRole("button", { name: /^Must wait/ }).waitFor();
  });

  it("runs a selection again in bulk, and says what became of each", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/runs?filters=${encodeURIComponent('[{"column":"status","operator":"is","value":"Failed"}]')}`);
    await expect.poll(() => rows().count(), slow).toBe(2);
    await world.api("PUT", `/api/workflows/${id}/flow`, flowThatCalls(monitored.shop.url, code.replace(/if .*\n/, "")));
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Rerun selection" }).click();
    const dialog = page.getByRole("dialog", { name: "Rerun selection" });
    await dialog.getByLabel("Pace").fill("600");
    await checkPage(page, "bulk-dialog");
    await dialog.getByRole("button", { name: "Rerun 2 runs" }).click();
    await page.getByText("Status is Failed").waitFor();
    await expect.poll(() => page.getByRole("tab", { name: /^Success/ }).textContent(), slow).toBe("Success 1");
    await page.getByRole("tab", { name: /^Success/ }).click();
    await expect.poll(() => page.locator(".table tbody tr").count(), slow).toBe(1);
    await checkPage(page, "bulk-rerun");
  });

  it("replays what callers sent with the draft, and calls nobody", async () => {
    const { page } = world;
    const before = monitored.shop.calls();
    await world.api(
      "PUT",
      `/api/workflows/${id}/flow`,
      flowThatCalls(monitored.shop.url, code.replace("amount *", "amount * 2 *").replace("-4", "0")),
    );
    await world.open(`/workflows/${id}/runs?filters=${encodeURIComponent('[{"column":"status","operator":"is","value":"Success"}]')}`);
    await rows().first().waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Replay with the draft" }).click();
    const dialog = page.getByRole("dialog", { name: "Replay with the draft" });
    const leaveOut = dialog.getByRole("textbox", { name: "Leave out of the comparison" });
    await leaveOut.fill("output.at");
    await leaveOut.blur();
    await dialog.getByText("“output.at” is not a valid path.").waitFor();
    expect(await dialog.getByRole("button", { name: "Replay", exact: true }).isDisabled()).toBe(true);
    await leaveOut.fill("/output/at");
    await checkPage(page, "replay-dialog");
    await dialog.getByRole("button", { name: "Replay", exact: true }).click();
    await page.getByText(/of \d runs (differ|differs)/).waitFor();
    await page.getByText("Done", { exact: true }).first().waitFor();
    await page.getByText("Recorded").first().waitFor();
    expect(await page.locator(".replay-result").first().textContent()).toContain("total");
    // The first one fails now, which cannot be left out.
    await page.getByRole("button", { name: "Status differs" }).first().click();
    await page.getByRole("button", { name: "Output differs" }).first().click();
    const leaveOutTotal = page.getByRole("button", { name: "Leave out of the comparison: /output/total" });
    await leaveOutTotal.waitFor();
    await checkPage(page, "replay");

    const leftOut = page.getByRole("list", { name: "Left out of the comparison" });
    expect(await leftOut.getByRole("listitem").allTextContents()).toEqual(["/output/at"]);
    await leaveOutTotal.click();
    await page.getByText(/^1 of \d runs differs/).waitFor();
    await expect.poll(() => page.locator(".replay-result").count(), slow).toBe(1);
    expect(await leftOut.getByRole("listitem").allTextContents()).toEqual(["/output/at", "/output/total"]);
    await checkPage(page, "replay-left-out");
    await leftOut.getByRole("button", { name: "Compare /output/total again" }).click();
    await expect.poll(() => page.locator(".replay-result").count(), slow).toBeGreaterThan(1);
    expect(await leftOut.getByRole("listitem").allTextContents()).toEqual(["/output/at"]);
    expect(monitored.shop.calls()).toBe(before);
    await page.getByRole("link", { name: "Bulk reruns and replays" }).click();
    await page.locator(".table tbody tr").first().waitFor();
    await checkPage(page, "replays");
    await world.open(`/workflows/${id}/runs`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Replay with the draft" }).click();
    expect(await leaveOut.inputValue()).toBe("/output/at");
  });
});
