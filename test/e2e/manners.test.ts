import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { type Monitored, openMonitored, rowsOf, slow } from "./monitored.ts";
import type { World } from "./world.ts";

/** A flow of scripts in one long row. */
function longFlow(length: number) {
  const ids = ["start", ...Array.from({ length }, (_, at) => `s${at}`), "end"];
  return {
    schemaVersion: 1,
    inputs: [],
    outputs: [{ name: "length", type: "number" }],
    nodes: ids.map((id) =>
      id === "start"
        ? { id, type: id, name: id, config: {} }
        : id === "end"
          ? { id, type: id, name: id, config: { outputs: [{ name: "length", value: String(length) }] } }
          : { id, type: "script", name: `Step ${id}`, config: { code: "return { done: true };" } },
    ),
    edges: ids.slice(1).map((to, at) => ({ from: ids[at]!, outcome: at === 0 ? "next" : "success", to })),
  };
}

/** The cards and badges of the drawing that are not wholly within its frame. */
const outside = (page: Page) =>
  page.locator(".drawing").evaluate((frame) => {
    const view = frame.getBoundingClientRect();
    return [...frame.querySelectorAll(".node-card, .ran-badge circle")].filter((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return left < view.left - 1 || right > view.right + 1 || top < view.top - 1 || bottom > view.bottom + 1;
    }).length;
  });

describe("the pages where runs are watched", () => {
  let monitored: Monitored;
  let world: World;
  let id = "";
  beforeAll(async () => {
    monitored = await openMonitored();
    ({ world, id } = monitored);
    await monitored.call({ amount: 10 });
    await monitored.call({ amount: -4 });
  });
  afterAll(() => monitored?.[Symbol.asyncDispose]());

  it("show failed runs only with one click, and all of them with another", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/runs`);
    await rowsOf(world).nth(1).waitFor();
    const failed = page.getByRole("group", { name: "Quick filters" }).getByRole("button", { name: "Failed" });
    await failed.click();
    await expect.poll(() => rowsOf(world).count(), slow).toBe(1);
    expect(await rowsOf(world).first().textContent()).toContain("Failed");
    expect(await failed.getAttribute("aria-pressed")).toBe("true");
    await checkPage(page, "runs-failed-only");
    await failed.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => rowsOf(world).count(), slow).toBe(2);
    expect(await failed.getAttribute("aria-pressed")).toBe("false");
  });

  it("fit the drawing of a long run into its frame, and show it at its actual size on request", async () => {
    const { page } = world;
    const made = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Long way" });
    await world.api("PUT", `/api/workflows/${made.id}/flow`, longFlow(12));
    await world.api("POST", `/api/workflows/${made.id}/deploy`, {});
    const { key } = await world.api<{ key: string }>("POST", `/api/workflows/${made.id}/keys`, { name: "Caller" });
    const answer = await fetch(`${world.server.url}/v1/workflows/${made.id}/sync`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ input: {} }),
    });
    const { runId } = (await answer.json()) as { runId: string };
    for (const address of [`/workflows/${made.id}/runs/${runId}`, `/workflows/${made.id}/runs?run=${runId}`])
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await world.open(address);
        await page.locator(".drawing .ran-success").nth(13).waitFor({ state: "attached" });
        expect(await outside(page), `${address} at ${width} px`).toBe(0);
        // A fitted drawing is useless if its nodes cannot be distinguished.
        expect((await page.locator(".drawing .node-card").first().boundingBox())!.height).toBeGreaterThan(10);
      }
    await page.setViewportSize({ width: 1440, height: 900 });
    await world.open(`/workflows/${made.id}/runs/${runId}`);
    await page.getByRole("button", { name: "Actual size" }).click();
    expect(await outside(page)).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Fit to view" }).click();
    await expect.poll(() => outside(page), slow).toBe(0);
    await checkPage(page, "run-long");
  });

  it("fit the drawing of every template", async () => {
    const { page } = world;
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await world.open("/?new=template");
      const cards = page.locator(".template");
      await cards.first().waitFor();
      for (let at = 0; at < (await cards.count()); at++) {
        await cards.nth(at).click();
        await page.locator(".drawing .node").first().waitFor();
        expect(await outside(page), `template ${at} at ${width} px`).toBe(0);
        await page.getByRole("dialog").locator(".template-head button").click();
        await cards.first().waitFor();
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
