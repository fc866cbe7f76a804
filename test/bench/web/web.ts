/** The pages in a real Chromium, each figure from a fresh profile: what they fetch, and how the canvas feels with 1,000 nodes. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { chromiumPath, openBrowser } from "../../e2e/browser.ts";
import type { TestServer } from "../../faults/server.ts";
import { largeFlow } from "./large-flow.ts";
import { loadedCode } from "./loaded-code.ts";
import { framesWhileDragging, timePerKey, timeToInteractive } from "./measure-canvas.ts";

const rounds = 3;
const size = 1_000;
const node = "n1";

/** Prints what is measured beside what is aimed at; never a verdict. */
export async function benchWeb(server: TestServer, print: (line: string) => void = console.log): Promise<void> {
  if (!existsSync(chromiumPath))
    return print(`Pages: left out, because there is no Chromium at ${chromiumPath}. Install it, or set CHROMIUM_PATH to yours.`);
  const row = (what: string, figure: string, aim: string) => print(`  ${what.padEnd(62)}${figure.padStart(12)}   ${aim}`);
  const inFreshBrowser = async <Found>(measure: (page: Page) => Promise<Found>): Promise<Found> => {
    await using browser = await openBrowser();
    const { page } = browser;
    const headers = { origin: server.url };
    await page.request.post(`${server.url}/api/auth/sign-in/email`, { data: server.owner, headers });
    return await measure(page);
  };
  const makeFlow = (name: string, flow: object): Promise<string> =>
    inFreshBrowser(async ({ request }) => {
      const headers = { origin: server.url };
      const made = await request.post(`${server.url}/api/workflows`, { headers, data: { name, description: "" } });
      const { id } = (await made.json()) as { id: string };
      const put = await request.put(`${server.url}/api/workflows/${id}/flow`, { headers, data: flow });
      if (!put.ok()) throw new Error(`The flow was refused: ${await put.text()}`);
      return `${server.url}/workflows/${id}`;
    });

  print("Pages");
  const kinds = JSON.parse(readFileSync(join(import.meta.dirname, "../../fixtures/workflows/every-node.json"), "utf8")) as {
    nodes: { id: string; type: string }[];
  };
  const small = await makeFlow("Every node", kinds);
  const codeOf = async (url: string) => await inFreshBrowser((page) => loadedCode(page, url));
  const kib = (size: number) => `${size.toFixed(1)} KiB`;
  row("JavaScript of the first page, gzip, in 5 s", kib(await codeOf(`${server.url}/`)), "at most 90 KiB");
  row("JavaScript of the canvas, inspector open", kib(await codeOf(small)), "at most 220 KiB");
  for (const { id, type } of kinds.nodes)
    row(`  with a node of type ${type} chosen`, kib(await codeOf(`${small}?node=${id}`)), "at most 220 KiB");

  const large = await makeFlow("Large", largeFlow(size));
  const ready: number[] = [];
  const frames: number[] = [];
  const works: number[] = [];
  const paints: { p50: number; p95: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    await inFreshBrowser(async (page) => {
      ready.push(await timeToInteractive(page, `${large}?node=${node}`));
      frames.push(await framesWhileDragging(page, node));
      await page.locator(".saving-saved").waitFor();
      await page.getByLabel("Description").click();
      const { workMs, paintMs } = await timePerKey(page);
      works.push(workMs);
      paints.push(paintMs);
    });
  }
  const middle = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!;
  const ms = (time: number) => `${time.toFixed(time < 100 ? 1 : 0)} ms`;
  row(`canvas of ${size} nodes, one chosen, from nothing to interactive`, ms(middle(ready)), "at most 1,500 ms");
  row("  frames per second while a node is dragged in it", middle(frames).toFixed(1), "at least 50");
  row("  typing in a field, from a key to the frame that shows it, p50", ms(middle(paints.map(({ p50 }) => p50))), "at most 16 ms");
  row("  the same, p95", ms(middle(paints.map(({ p95 }) => p95))), "");
  row("  the same, script, style and layout alone, on average", ms(middle(works)), "");
  print("");
}
