/**
 * Every event that the audit log knows: its category, the sentence that describes it, and which details it carries.
 * An event that is not here, or a detail that is missing, does not compile. A secret never appears, only a fingerprint.
 */
import { accountEvents } from "./account-events.ts";
import { categories, type Category } from "./categories.ts";
import type { DetailsFrom } from "./details.ts";
import type { EventRow } from "./event-row.ts";
import { peopleEvents } from "./people-events.ts";
import { workflowEvents } from "./workflow-events.ts";

const events = { ...peopleEvents, ...workflowEvents, ...accountEvents } as const;

export type EventName = keyof typeof events;
export type DetailsOf<Name extends EventName> = DetailsFrom<(typeof events)[Name]["fields"]>;

// Every literal key of the table is an event's name.
export const eventNames = Object.keys(events) as [EventName, ...EventName[]];
export const categoryNames = Object.keys(categories) as [Category, ...Category[]];

/** The table's row of an event. */
export function rowOf(name: EventName): EventRow {
  return events[name] as unknown as EventRow;
}
