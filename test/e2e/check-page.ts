import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const root = join(import.meta.dirname, "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** With MILLRACE_SCREENS=1 the pages are also photographed, so that a usual run leaves docs/screens alone. */
const photographs = process.env.MILLRACE_SCREENS === "1";

interface Axe {
  run(): Promise<{ violations: { impact: string; id: string; nodes: { html: string }[] }[] }>;
}

/** In both themes nothing serious for axe, and at no width anything that scrolls the page sideways; leaves the page as it was. */
export async function checkPage(page: Page, name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
    });
    expect(found, `${name} in ${theme}`).toEqual([]);
    for (const width of photographs ? [1440, 768] : []) {
      await page.setViewportSize({ width, height: 900 });
      // A resized page is not painted at once.
      await page.waitForTimeout(120);
      mkdirSync(join(root, "docs/screens"), { recursive: true });
      await page.screenshot({ path: join(root, `docs/screens/${name}-${theme}-${width}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  for (const width of [1440, 768, 375]) {
    await page.setViewportSize({ width, height: 900 });
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(tooWide, `${name} at ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
