import { expect, test } from "vitest";
import { FairQueue, shareOf, type Share } from "#objects/turns/share.ts";

interface Place {
  readonly name: string;
  readonly share: Share;
}

/** Lets in `count` places, each of which works and waits again. */
function served(queue: FairQueue<Place>, count: number, work: (place: Place) => number): string[] {
  return Array.from({ length: count }, () => {
    const place = queue.take()!;
    place.share.did(work(place));
    queue.add(place);
    return place.name;
  });
}

test("an account gets half the time beside one with sixty runs", () => {
  const queue = new FairQueue<Place>();
  for (let i = 0; i < 60; i++) queue.add({ name: "many", share: shareOf("fair-many") });
  queue.add({ name: "one", share: shareOf("fair-one") });
  const names = served(queue, 100, () => 4_000_000);
  expect(names.filter((name) => name === "one")).toHaveLength(50);
});

test("a short run passes the long ones of its own account", () => {
  const queue = new FairQueue<Place>();
  for (let i = 0; i < 20; i++) queue.add({ name: "long", share: shareOf("short-passes") });
  served(queue, 40, () => 4_000_000);
  queue.add({ name: "short", share: shareOf("short-passes") });
  expect(served(queue, 3, ({ name }) => (name === "short" ? 1_000 : 4_000_000))).toEqual(["short", "short", "short"]);
});

test("runs of an account that have used the same go in the order in which they came", () => {
  const queue = new FairQueue<Place>();
  for (const name of ["a", "b", "c"]) queue.add({ name, share: shareOf("in-order") });
  expect(served(queue, 6, () => 10)).toEqual(["a", "b", "c", "a", "b", "c"]);
});

test("whoever used much while nobody waited owes a little, and whoever used nothing saves nothing", () => {
  const queue = new FairQueue<Place>();
  const busy: Place = { name: "busy", share: shareOf("owes") };
  busy.share.did(1e12);
  queue.add(busy);
  queue.add({ name: "idle", share: shareOf("saves") });
  const names = served(queue, 200, () => 4_000_000);
  // It owes ten turns, and then they alternate.
  expect(names.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => "idle"));
  expect(names.filter((name) => name === "busy").length).toBeGreaterThan(90);
});
