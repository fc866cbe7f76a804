/** What a person feels on a large canvas, measured inside a real page. */
import type { CDPSession, Page } from "playwright-core";

const dragMs = 2_000;
const keys = 60;
/** About as fast as people type. */
const keyEveryMs = 80;

/**
 * Milliseconds from requesting an address, with an empty browser cache, until a node is on the canvas and the main
 * thread has had no task of 50 ms or more for a second. From then on every click is answered immediately.
 */
export async function timeToInteractive(page: Page, url: string): Promise<number> {
  await page.addInitScript(() => {
    const long: number[] = [];
    Object.assign(globalThis, { longTaskEnds: long });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) long.push(startTime + duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(url);
  return await page.evaluate(async () => {
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    while (!document.querySelector(".react-flow__node .step")) await new Promise(requestAnimationFrame);
    await pause(0);
    const shown = performance.now();
    const { longTaskEnds } = globalThis as unknown as { longTaskEnds: number[] };
    const last = () => Math.max(shown, ...longTaskEnds);
    while (performance.now() - last() < 1_000) await pause(100);
    return last();
  });
}

/** Frames per second while a node is moved about for two seconds. */
export async function framesWhileDragging(page: Page, node: string): Promise<number> {
  const box = await restingBox(page, `.react-flow__node[data-id="${node}"]`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 10, y + 6);
  const frames = page.evaluate(
    (ms) =>
      new Promise<number>((done) => {
        let count = 0;
        const from = performance.now();
        const tick = (now: number) => {
          if (now - from >= ms) done((1_000 * count) / (now - from));
          else requestAnimationFrame(tick);
          count++;
        };
        requestAnimationFrame(tick);
      }),
    dragMs,
  );
  let isOver = false;
  void frames.finally(() => (isOver = true));
  for (let step = 0; !isOver; step++) await page.mouse.move(x + (step % 60) * 4, y + (step % 25) * 5);
  await page.mouse.up();
  return await frames;
}

/** Where an element is once it stands still. */
async function restingBox(page: Page, selector: string) {
  let before = (await page.locator(selector).boundingBox())!;
  for (;;) {
    await page.waitForTimeout(200);
    const box = (await page.locator(selector).boundingBox())!;
    if (box.x === before.x && box.y === before.y) return box;
    before = box;
  }
}

interface KeyTimes {
  /** Time that the main thread spends on one key with script, style and layout. */
  readonly workMs: number;
  /** From the key to the frame that shows it, the middle and the 95th percentile. */
  readonly paintMs: { readonly p50: number; readonly p95: number };
}

/** Types into a field that has the focus. */
export async function timePerKey(page: Page): Promise<KeyTimes> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await page.evaluate(() => {
    const paints: number[] = [];
    Object.assign(globalThis, { paints });
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        // A message sent while a frame is made is read right after it.
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => paints.push(performance.now() - timeStamp));
        port1.start();
        requestAnimationFrame(() => port2.postMessage(0));
      },
      true,
    );
  });
  const before = await workSeconds(session);
  for (let at = 0; at < keys; at++) {
    await page.keyboard.press("abcdefghij"[at % 10]!);
    await page.waitForTimeout(keyEveryMs);
  }
  const after = await workSeconds(session);
  const paints = (await page.evaluate(() => (globalThis as unknown as { paints: number[] }).paints)).toSorted((a, b) => a - b);
  return {
    workMs: (1_000 * (after - before)) / keys,
    paintMs: { p50: paints[paints.length >> 1]!, p95: paints[Math.floor(paints.length * 0.95)]! },
  };
}

const work: readonly string[] = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];

/** How long the main thread has worked since the page started. */
async function workSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.reduce((sum, { name, value }) => (work.includes(name) ? sum + value : sum), 0);
}
