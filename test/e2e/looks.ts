import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const screens = join(import.meta.dirname, "../../docs/screens");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing serious for axe in both themes; with MILLRACE_SCREENS=1 also a picture of each theme and width. */
export async function checkLooks(page: Page, name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as { axe: { run(): Promise<{ violations: { impact: string; id: string; nodes: { html: string }[] }[] }> } }
      ).axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
    });
    expect(found, `${name} in ${theme}`).toEqual([]);
    if (process.env.MILLRACE_SCREENS !== "1") continue;
    mkdirSync(screens, { recursive: true });
    for (const width of [1440, 768]) {
      await page.setViewportSize({ width, height: 900 });
      // A resized page is not painted at once.
      await page.waitForTimeout(150);
      // Hiding the caret would take a style of the browser driver, which the policy of the pages refuses.
      await page.screenshot({ caret: "initial", path: join(screens, `${name}-${theme}-${width}.png`) });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  await page.emulateMedia({ colorScheme: "light" });
}
