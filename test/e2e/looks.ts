import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const screens = join(import.meta.dirname, "../../docs/screens");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing serious for axe in both themes; with MILLRACE_SCREENS=1 also a picture in each. */
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
    // Hiding the caret would take a style of the browser driver, which the policy of the pages refuses.
    await page.screenshot({ caret: "initial", path: join(screens, `${name}-${theme}-1440.png`) });
  }
  await page.emulateMedia({ colorScheme: "light" });
}
