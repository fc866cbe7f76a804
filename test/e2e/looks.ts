import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { toPalettePng } from "./palette-png.ts";

const screens = join(import.meta.dirname, "../../docs/screens");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** With MILLRACE_SCREENS=1 the pages are also photographed, so that a usual run leaves docs/screens alone. */
const photographs = process.env.MILLRACE_SCREENS === "1";
/** Also takes screenshots of the pages on a phone. */
const onPhones = process.env.MILLRACE_SCREENS_PHONE === "1";

interface Axe {
  run(): Promise<{ violations: { impact: string; id: string; nodes: { html: string }[] }[] }>;
}

/** In both themes nothing serious for axe; leaves the page as it was. Only the canvas, which has one width, needs no more. */
export async function checkLooks(page: Page, name: string): Promise<void> {
  await inBothThemes(page, name, async (theme) => photograph(page, `${name}-${theme}-1440`));
}

interface Check {
  /** Brings back what a change of the window's size closes, such as a menu. */
  reopen?: () => Promise<unknown>;
}

/** The same, and at no width anything that scrolls the page sideways. */
export async function checkPage(page: Page, name: string, { reopen }: Check = {}): Promise<void> {
  await inBothThemes(page, name, async (theme) => {
    // A dialog looks the same on a narrower page.
    const isDialog = (await page.locator("dialog[open]").count()) > 0;
    for (const width of [1440, ...(isDialog ? [] : [768]), ...(onPhones ? [375] : [])]) {
      await page.setViewportSize({ width, height: width < 500 ? 812 : 900 });
      // A pointer that rests on the navigation keeps it open.
      await page.mouse.move(width - 4, 4);
      await reopen?.();
      // A resized page is not painted immediately.
      await page.waitForTimeout(120);
      await photograph(page, `${name}-${theme}-${width}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });
  for (const width of [1440, 768, 375]) {
    await page.setViewportSize({ width, height: 900 });
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(tooWide, `${name} at ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function inBothThemes(page: Page, name: string, picture: (theme: string) => Promise<void>): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
    });
    expect(found, `${name} in ${theme}`).toEqual([]);
    if (photographs) await picture(theme);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  // Hiding the caret would take a style of the browser driver, which the policy of the pages refuses.
  writeFileSync(join(screens, `${name}.png`), toPalettePng(await page.screenshot({ caret: "initial" })));
}
