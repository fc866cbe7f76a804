import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

/** Quiet and alone: no graphics card, no sandbox (which containers lack), nothing fetched in the background. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How many times slower than it is the browser's processor is made, to find what only a quick machine passes. */
const slowdown = Number(process.env.MILLRACE_BROWSER_SLOWDOWN ?? 1);
/** By how many milliseconds pictures are late, and answers of the server: what must not hang on either is found so. */
const [lateFrames, lateAnswers] = [Number(process.env.MILLRACE_LATE_FRAMES ?? 0), Number(process.env.MILLRACE_LATE_ANSWERS ?? 0)];

/** Debian's Chromium, or the one that the environment names. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong inside the page: exceptions, refused by the content security policy. */
  readonly faults: readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Chromium with a profile of its own. */
export async function openBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "millrace-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    args: flags,
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(15_000);
  const page = context.pages()[0] ?? (await context.newPage());
  const slow = async (each: Page) => (await context.newCDPSession(each)).send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  if (slowdown > 1) {
    context.on("page", (each) => void slow(each));
    await slow(page);
  }
  if (lateFrames > 0) await context.addInitScript(delayFrames, lateFrames);
  if (lateAnswers > 0)
    await context.route("**/api/**", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * lateAnswers));
      await route.continue().catch(() => undefined);
    });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error.stack ?? error)));
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
  });
  return {
    context,
    page,
    faults,
    async [Symbol.asyncDispose]() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Runs in the page. */
function delayFrames(byMs: number): void {
  const inTime = window.requestAnimationFrame.bind(window);
  const waiting = new Map<number, ReturnType<typeof setTimeout>>();
  let count = 0;
  window.requestAnimationFrame = (act) => {
    const id = ++count;
    waiting.set(
      id,
      setTimeout(() => waiting.delete(id) && inTime(act), byMs),
    );
    return id;
  };
  window.cancelAnimationFrame = (id) => clearTimeout(waiting.get(id));
}
