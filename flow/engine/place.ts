/**
 * Where in a run a step is: the node's index in its scope, and before it the loops around it, outermost first, each with
 * its own index and the item that it is at. "3" is the fourth node of the flow; "7.12/3" the fourth node in the body of
 * node 7, for its item 12; "7.12/3.0/1" one loop deeper. Events, values, reports and keys name steps by their places.
 */
import type { RunId } from "../ids.ts";

export type Place = string & { readonly __kind: "Place" };

/** One loop around a step: the loop's index in its scope, and which item is worked on, from 0. */
export interface LoopItem {
  readonly loop: number;
  readonly item: number;
}

export interface PlaceParts {
  /** The loops around the step, outermost first; none in the outermost scope. */
  readonly within: readonly LoopItem[];
  readonly node: number;
}

const placeText = /^(?:\d+\.\d+\/)*\d+$/;

/** The place of the node at `node` of its scope. */
export function placeOf(node: number, within: readonly LoopItem[] = []): Place {
  // Written as the type says.
  if (within.length === 0) return String(node) as Place;
  return `${within.map(({ loop, item }) => `${loop}.${item}/`).join("")}${node}` as Place;
}

export function isPlace(value: unknown): value is Place {
  return typeof value === "string" && placeText.test(value);
}

/** What a place says. */
export function partsOf(place: Place): PlaceParts {
  const steps = place.split("/");
  const node = Number(steps.pop());
  const within = steps.map((step): LoopItem => {
    const [loop, item] = step.split(".").map(Number) as [number, number];
    return { loop, item };
  });
  return { within, node };
}

/** The index of a node in the outermost scope, without taking the place apart; -1 for a place inside a loop. */
export function outermostIndex(place: Place): number {
  const index = Number(place);
  return Number.isInteger(index) ? index : -1;
}

/** Which items of the loops around it a step is for: "0" in the outermost scope, else "12" or, in nested loops, "12.4". */
export function iterationOf(place: Place): string {
  if (outermostIndex(place) >= 0) return "0";
  return partsOf(place)
    .within.map(({ item }) => item)
    .join(".");
}

/**
 * The same for every try of a step, also after a crash (G3). A node's id says which loops it is in, so its id and the
 * items are enough; for flows without loops the key is what it always was.
 */
export function idempotencyKeyOf(runId: RunId, nodeId: string, place: Place): string {
  return `${runId}:${nodeId}:${iterationOf(place)}`;
}
