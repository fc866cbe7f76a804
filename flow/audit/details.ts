/** What an audit entry may carry beside its names: small values of known kinds, so that no field can hold a secret by accident. */
import { cut } from "../text/cut.ts";

/** What stands for a secret: 8 hexadecimal digits that only this installation can make. `store/audit/fingerprint.ts` makes them. */
export type Fingerprint = string & { readonly __kind: "fingerprint" };

interface KindTypes {
  text: string;
  number: number;
  flag: boolean;
  texts: readonly string[];
  fingerprint: Fingerprint;
  /** Epoch milliseconds. */
  time: number;
}
type Kind = keyof KindTypes;

/** The fields of an event's details; `?` marks one that may be null. */
export type DetailFields = Readonly<Record<string, Kind | `${Kind}?`>>;

export type DetailsFrom<Fields extends DetailFields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends `${infer Of extends Kind}?` ? KindTypes[Of] | null : KindTypes[Fields[Name] & Kind];
};

/** Long texts and lists are cut: an entry is evidence of a change, not a copy of what was changed. */
const bounds = { text: 500, items: 100 } as const;

/** Only the fields that the event declares, whatever else the given object carries, bounded and in one order. */
export function keepDetails(fields: DetailFields, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys(fields).toSorted();
  return Object.fromEntries(names.map((name) => [name, bounded(given[name] ?? null)]));
}

function bounded(value: unknown): unknown {
  if (typeof value === "string") return cut(value, bounds.text);
  if (!Array.isArray(value)) return value;
  const kept = value.slice(0, bounds.items).map((item) => cut(String(item), bounds.text));
  return value.length > kept.length ? [...kept, `and ${value.length - kept.length} more`] : kept;
}
