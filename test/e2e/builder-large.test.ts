import { expect, it } from "vitest";
import { largeFlow } from "../bench/web/large-flow.ts";
import { cardOf } from "./builder-page.ts";
import { openWorld, signIn, type World } from "./world.ts";

/** A machine that does other things too is given this much more time than the bench asks for. */
const patience = 3;

/** Signs in and makes a workflow of 1,000 nodes; gives its id. */
async function makeLarge(world: World): Promise<string> {
  await signIn(world);
  const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Large", description: "" });
  await world.api("PUT", `/api/workflows/${id}/flow`, largeFlow(1_000));
  return id;
}

it("shows a flow of 1,000 nodes at once and drags in it smoothly", async () => {
  await using world = await openWorld();
  const { page, open } = world;
  const id = await makeLarge(world);
  await open("/tokens");
  // What the browser has of the pages is as after any other visit; the canvas itself is not there yet.
  await page.evaluate((to) => {
    performance.mark("asked");
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `/workflows/${id}`);
  await cardOf(page, "Step 1").waitFor();
  const shownMs = await page.evaluate(
    () => new Promise<number>((done) => setTimeout(() => done(performance.now() - performance.getEntriesByName("asked")[0]!.startTime))),
  );

  const box = (await cardOf(page, "Step 2").boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const frames = page.evaluate(
    () =>
      new Promise<number[]>((done) => {
        const list: number[] = [];
        const until = performance.now() + 2_000;
        let before = performance.now();
        const tick = (now: number) => {
          list.push(now - before);
          before = now;
          if (now < until) requestAnimationFrame(tick);
          else done(list.toSorted((a, b) => a - b));
        };
        requestAnimationFrame(tick);
      }),
  );
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 100; step++) await page.mouse.move(x + step * 2, y + (step % 10) * 4);
  const list = await frames;
  await page.mouse.up();
  const perSecond = (1_000 * list.length) / list.reduce((sum, each) => sum + each, 0);
  console.log(
    `canvas of 1,000 nodes: interactive after ${shownMs.toFixed(0)} ms; dragging ${perSecond.toFixed(1)} frames per second, median ${list[list.length >> 1]!.toFixed(1)} ms, 95th percentile ${list[Math.floor(list.length * 0.95)]!.toFixed(1)} ms`,
  );
  expect(shownMs).toBeLessThan(1_500 * patience);
  expect(list[list.length >> 1]!).toBeLessThan(20 * patience);
  await page.locator(".saving-saved").waitFor();
});

it("brings into view what a link to a node names, however far it is from where the flow begins", async () => {
  await using world = await openWorld();
  const { page, open } = world;
  const id = await makeLarge(world);
  await open(`/workflows/${id}?node=n900`);
  const card = page.locator(".react-flow__node[data-id=n900]");
  await card.waitFor();
  await expect
    .poll(async () => {
      const [box, panel] = [await card.boundingBox(), await page.getByRole("complementary").boundingBox()];
      return box !== null && panel !== null && box.x > 0 && box.y > 0 && box.x + box.width < panel.x && box.y + box.height < 900;
    })
    .toBe(true);
});
