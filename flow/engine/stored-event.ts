import { placeOf, type Place } from "./place.ts";
import type { NodeEvent, RunEvent } from "./types.ts";

/** Distributes over the kinds of event. */
type WithIndex<Event> = Event extends NodeEvent ? Omit<Event, "place"> & { readonly node: number } : never;

/** An event as a journal holds it. Builds that knew no places named a step by its node's index. */
export type StoredEvent = RunEvent | WithIndex<NodeEvent>;

/** The event that was stored. */
export function readEvent(stored: StoredEvent): RunEvent {
  if (!("node" in stored)) return stored;
  const { node, ...event } = stored;
  const place: Place = placeOf(node);
  return { ...event, place };
}
