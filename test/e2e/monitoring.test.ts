import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { type Monitored, openMonitored, rowsOf, slow } from "./monitored.ts";
import type { World } from "./world.ts";

describe("the list of a workflow's runs", () => {
  let monitored: Monitored;
  let world: World;
  let id = "";
  beforeAll(async () => {
    monitored = await openMonitored();
    ({ world, id } = monitored);
  });
  afterAll(() => monitored?.[Symbol.asyncDispose]());

  const rows = (): Locator => rowsOf(world);
  const row = (text: string): Locator => rows().filter({ hasText: text });
  const figure = (name: string): Locator => world.page.locator(".figure", { hasText: new RegExp(`^${name}`) }).locator(".figure-value");

  it("says what is missing before the first run", async () => {
    await world.open(`/workflows/${id}/runs?range=30d`);
    await world.page.getByText("No runs yet").waitFor();
    await checkPage(world.page, "runs-empty");
    await world.page.getByText("Live", { exact: true }).waitFor();
  });

  it("shows runs as they begin and end, without a reload", async () => {
    const began = Date.now();
    await monitored.call({ amount: 10 });
    await row("Success").waitFor();
    // Within a second by promise; a shared machine may take a breath.
    expect(Date.now() - began).toBeLessThan(5_000);
    await monitored.call({ amount: 3, wait: 3 }, "async");
    await row("Waiting").waitFor();
    await expect.poll(() => row("Success").count(), slow).toBe(2);
    await monitored.call({ amount: -4 });
    await row("Failed").waitFor();
    expect(await rows().first().textContent()).toContain("Debts are not taken");
    await expect.poll(() => figure("Runs").textContent(), slow).toBe("3");
    await expect.poll(() => figure("Failure rate").textContent(), slow).toBe("33.3%");
  });

  it("holds still while it is paused, and catches up afterwards", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Live. Pause updates." }).click();
    await monitored.call({ amount: 21 });
    await page.waitForTimeout(1_200);
    expect(await rows().count()).toBe(3);
    await page.getByRole("button", { name: "Paused. Resume updates." }).click();
    await expect.poll(() => rows().count(), slow).toBe(4);
  });

  it("gives way where one watches on very many pages, and goes on where one wants it to", async () => {
    const { page } = world;
    await page.evaluate(async (workflowId) => {
      const opened = Array.from({ length: 20 }, () => {
        const socket = new WebSocket(`/api/workflows/${workflowId}/runs/live`);
        return new Promise((open) => socket.addEventListener("open", open, { once: true }));
      });
      await Promise.all(opened);
    }, id);
    await page.getByText("This workflow is open in too many tabs").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Paused. Resume updates." }).click();
    await expect.poll(() => page.locator(".live").textContent(), slow).toBe("Live");
  });

  it("comes back by itself after the server was away, with what happened meanwhile", async () => {
    await world.server.kill9();
    await world.page.getByText("Reconnecting").waitFor();
    await world.server.restart();
    await monitored.call({ amount: 22 });
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
    await page.getByText("No matching runs").waitFor();
    await page.getByRole("button", { name: "Joined by and. Switch." }).click();
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
    // Until the answer is there, the chart is that of the range before.
    const figures = page.waitForResponse((answer) => answer.url().includes("/metrics"));
    await page.getByRole("button", { name: "1 h", exact: true }).click();
    await figures;
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
    await page.getByText("No runs in this time range").waitFor();
    const { searchParams } = new URL(page.url());
    const length = Number(searchParams.get("to")) - Number(searchParams.get("from"));
    expect(length).toBeGreaterThan(15 * 60_000);
    expect(length).toBeLessThan(25 * 60_000);
    await page.getByRole("button", { name: "Zoom out" }).click();
    await expect.poll(() => rows().count(), slow).toBe(5);
    expect(new URL(page.url()).searchParams.get("range")).toBe("1h");
  });

  it("sorts, and keeps the columns that somebody chose", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Response time", exact: true }).click();
    await expect.poll(() => rows().first().textContent(), slow).toMatch(/3\.\d s|4\.\d s/);
    await page.getByRole("button", { name: "Started", exact: true }).click();
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Mode" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Finished" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("separator", { name: "Width of Source" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.reload();
    await page.getByRole("columnheader", { name: /^Mode/ }).waitFor();
    expect(await page.getByRole("columnheader", { name: /^Finished/ }).count()).toBe(0);
    expect(await page.getByRole("separator", { name: "Width of Source" }).getAttribute("aria-valuenow")).toBe("176");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitem", { name: "Reset columns" }).click();
    await page.getByRole("columnheader", { name: /^Finished/ }).waitFor();
  });

  it("exports what is selected", async () => {
    const { page } = world;
    const begun = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export selection as CSV" }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await begun).createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString().trim().split("\r\n")).toHaveLength(6);
  });

  it("moves nothing that is being read: new runs wait above until they are asked for", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/runs`);
    await rows().first().waitFor();
    const before = await rows().count();
    for (let turn = 0; turn < 24; turn++) await monitored.call({ amount: turn }, "async");
    await expect.poll(() => rows().count(), slow).toBe(before + 24);
    const frame = page.getByRole("group", { name: "Runs", exact: true });
    await frame.evaluate((element) => element.scrollTo(0, 320));
    const read = () => rows().nth(15).boundingBox();
    const [place, shown] = [(await read())!.y, await rows().count()];
    const label = await rows().nth(15).locator("a").first().textContent();
    for (let turn = 0; turn < 3; turn++) await monitored.call({ amount: turn }, "async");
    await page.getByRole("button", { name: "3 new" }).waitFor();
    expect((await read())!.y).toBe(place);
    expect(await rows().nth(15).locator("a").first().textContent()).toBe(label);
    await page.getByRole("button", { name: "3 new" }).click();
    await expect.poll(() => rows().count(), slow).toBe(shown + 3);
    expect(await frame.evaluate((element) => element.scrollTop)).toBe(0);
  });

  it("promises no calls of models while no node makes any", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/runs?tab=modelRuns`);
    await rows().first().waitFor();
    expect(await page.getByRole("tab").count()).toBe(0);
    expect(await page.getByRole("main").textContent()).not.toMatch(/model/i);
  });
});
