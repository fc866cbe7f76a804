import { expect, it } from "vitest";
import { openWorld, type World } from "./world.ts";

/** Presses Tab until the focus is where it is wanted, as somebody without a mouse would; fails after a page's worth. */
async function tabTo({ page }: World, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element) return "";
      const labels = "labels" in element ? [...(element as HTMLInputElement).labels!].map((label) => label.textContent).join(" ") : "";
      return element.getAttribute("aria-label") ?? (labels || element.textContent || "");
    });
    if (name.test(focused.trim())) {
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
      const isDrawn = await page.evaluate(() => document.activeElement!.namespaceURI?.endsWith("svg") ?? false);
      expect(outline !== "none" || isDrawn, `${name} shows that it has the focus`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${name}.`);
}

it("goes from signing in to a deployed call and a key by keyboard alone", async () => {
  await using world = await openWorld();
  const { page, server, open } = world;
  await open("/");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.keyboard.type(server.owner.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(server.owner.password);
  await page.keyboard.press("Enter");
  await page.locator("a[data-row]").waitFor();

  // The skip link is the first stop and leads past the navigation.
  await page.keyboard.press("Tab");
  await tabTo(world, /^Skip to the content$/);
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");

  // New workflow, and away again: the focus returns.
  await page.keyboard.press("n");
  await page.keyboard.type("By hand");
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog").count()).toBe(0);

  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Flow", exact: true }).waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await tabTo(world, /^Workflow endpoint/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Workflow endpoint", exact: true }).waitFor();
  await tabTo(world, /^Create one for this$/);
  await page.keyboard.press("Enter");
  await page.getByText(/Created the API key/).waitFor();
  await tabTo(world, /^total/);
  await page.keyboard.type("20");
  await page.keyboard.press("Control+Enter");
  await page.getByText('"accept"').waitFor();

  // Menus: open, move by arrows, leave by Esc with the focus back on the button.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await tabTo(world, /^Account of Owner$/);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("As the system");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Account of Owner");

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
});
