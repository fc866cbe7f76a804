import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";

/** After opening a page nothing is touched for so long; all that comes by then counts. */
const settleMs = 5_000;

/** The kibibytes of JavaScript that a page fetches when it is opened, each file compressed by gzip. */
export async function loadedCode(page: Page, url: string): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".js")) sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(url);
  await page.waitForTimeout(settleMs);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1_024;
}
