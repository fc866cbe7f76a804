/**
 * What the journal holds of each event: the event that the engine folds, and the values that came with it. A value
 * larger than an entry should be is stored apart, and the entry says under which name.
 */
import { readEvent, type StoredEvent } from "#flow/engine/stored-event.ts";
import type { RunEvent } from "#flow/engine/types.ts";
import { limits } from "#flow/limits.ts";
import type { Issue } from "#flow/problems/issue.ts";

export interface StepData {
  /** What the settings resolved to. */
  readonly input?: unknown;
  readonly output?: unknown;
  readonly logs?: readonly string[];
  /** What of the step's values is not as it came; paths are below the step. */
  readonly warnings?: readonly Issue[];
  /** Top-level keys that a script set on `context`. */
  readonly set?: Readonly<Record<string, unknown>>;
}

const spillable = ["input", "output", "set"] as const;

export interface JournalEntry {
  readonly event: RunEvent;
  readonly data?: StepData;
  /** Which of the data's values were stored apart, and the name of each. */
  readonly apart?: Partial<Record<(typeof spillable)[number], string>>;
}

/** A value that goes beside its entry: JSON text. */
export interface Apart {
  readonly name: string;
  readonly text: string;
}

/** An entry as it is stored: its text, the entry without the values that go apart, and those values. */
export interface WrittenEntry {
  readonly entry: JournalEntry;
  readonly text: string;
  readonly apart: readonly Apart[];
}

/** Entries on their way into storage. */
export interface Unstored {
  /** The number of the first entry. */
  readonly seq: number;
  /** A JSON array. */
  readonly entries: string;
  readonly apart: readonly Apart[];
}

/** `name` is the prefix of separately stored values; it must be unique to this entry within its run. */
export function writeEntry(event: RunEvent, data: StepData | undefined, name: string): WrittenEntry {
  const whole: JournalEntry = data ? { event, data } : { event };
  const text = JSON.stringify(whole);
  if (!data || text.length <= limits.spillBytes) return { entry: whole, text, apart: [] };
  const kept: Record<string, unknown> = { ...data };
  const names: Record<string, string> = {};
  const apart: Apart[] = [];
  for (const field of spillable) {
    const value = JSON.stringify(data[field]);
    if (value === undefined || value.length <= limits.spillBytes) continue;
    delete kept[field];
    names[field] = `${name}.${field}`;
    apart.push({ name: `${name}.${field}`, text: value });
  }
  const entry: JournalEntry = { event, data: kept, apart: names };
  return { entry, text: JSON.stringify(entry), apart };
}

/** The entries of the journal's rows, in order. The rows hold only what `writeEntry` of this build or an older one wrote. */
export function readEntries(rows: readonly { readonly entries: string }[]): JournalEntry[] {
  return rows.flatMap((row) =>
    (JSON.parse(row.entries) as readonly (JournalEntry & { readonly event: StoredEvent })[]).map((entry) => {
      const event = readEvent(entry.event);
      return event === entry.event ? entry : { ...entry, event };
    }),
  );
}
