import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { FlowDocument } from "#flow/model/document.ts";
import type { World } from "./world.ts";

/** A node's card on the canvas, by its name. */
export const cardOf = (page: Page, name: string): Locator =>
  page.locator(".react-flow__node").filter({ has: page.locator(".step-name", { hasText: new RegExp(`^${name}$`) }) });

export const inspector = (page: Page): Locator => page.locator(".builder-side");

/** The id of the workflow that is shown. */
export const shownId = (page: Page): string => new URL(page.url()).pathname.split("/")[2]!;

/** Waits until the server has what the canvas shows, and gives it. */
export async function savedFlow({ page, api }: World): Promise<FlowDocument> {
  await page.locator(".saving-saved").waitFor();
  return (await api<{ flow: FlowDocument }>("GET", `/api/workflows/${shownId(page)}/flow`)).flow;
}

/** The edges of a flow in words: `Start next End`. */
export function edgesInWords({ nodes, edges }: FlowDocument): string[] {
  const name = (id: string) => nodes.find((node) => node.id === id)?.name;
  return edges.map(({ from, outcome, to }) => `${name(from)} ${outcome} ${name(to)}`).toSorted();
}

/** Runs in the page: presses keys one after another before the next picture is drawn, as a quick hand on a slow machine does. */
export async function pressAtOnce(keys: readonly KeyboardEventInit[]): Promise<void> {
  for (const key of keys) {
    document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }));
    // What the page does in turns of the same task is done; no frame has passed.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }
}

/** Drags the mouse from the middle of one thing to another, in steps as a hand does. */
export async function drag(page: Page, from: Locator | { x: number; y: number }, to: Locator | { x: number; y: number }): Promise<void> {
  const [a, b] = [await middle(from), await middle(to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(a.x + 8, a.y + 4);
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 4 });
  await page.mouse.move(b.x, b.y, { steps: 4 });
  await page.waitForTimeout(60);
  await page.mouse.up();
}

async function middle(of: Locator | { x: number; y: number }): Promise<{ x: number; y: number }> {
  if (!("boundingBox" in of)) return of;
  const box = await of.boundingBox();
  expect(box, "what is dragged can be seen").not.toBeNull();
  return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
}
