/** Reads and writes own properties of plain objects, items of lists and characters of texts. Nothing else can be reached. */
import { bail, WantsCopy } from "./bail.ts";
import { hold, kept, plainBounds, read, step, walked } from "./budget.ts";
import { RunContext } from "./run-context.ts";
import { fail, isInherited, isOwn, isTable, type List, Special, type Table } from "./values.ts";

const index = /^(?:0|[1-9]\d{0,8})$/;

export function keyOf(key: unknown): string {
  if (typeof key === "string") {
    read(key);
    return key;
  }
  return typeof key === "object" && key !== null ? bail("an object is a key") : String(key);
}

export function readProperty(owner: unknown, key: unknown): unknown {
  if (typeof owner === "object" && owner !== null) {
    if (Array.isArray(owner)) return readItem(owner, key);
    const name = keyOf(key);
    if (owner instanceof Special) return owner.property(name);
    if (Object.hasOwn(owner, name)) return (owner as Table)[name];
    return isInherited(name) ? bail(`it reads ${name} of an object that has none of its own`) : undefined;
  }
  if (owner === null || owner === undefined) return fail();
  if (typeof owner !== "string") return bail("it reads a property of a number or a boolean");
  if (key === "length") return owner.length;
  return typeof key === "number" ? owner[key] : bail("it reads a property of a text");
}

function readItem(list: List, key: unknown): unknown {
  if (typeof key === "number") return key >= 0 ? list[key] : undefined;
  if (key === "length") return list.length;
  return typeof key === "string" && index.test(key) ? list[Number(key)] : bail("it reads a property of a list");
}

/** The operator `in`. */
export function hasProperty(owner: unknown, key: unknown): boolean {
  if (!isTable(owner)) return bail("it looks for a name in a value that is not a plain object");
  const name = keyOf(key);
  return Object.hasOwn(owner, name) || (isInherited(name) && bail("it looks for a name that every object has"));
}

export function writeProperty(owner: unknown, key: unknown, value: unknown): void {
  if (owner instanceof RunContext) return owner.write(keyOf(key), value);
  if (typeof owner !== "object" || owner === null || owner instanceof Special) return bail("it writes to a value that is not an object");
  requireOwn(owner);
  if (Array.isArray(owner)) return writeItem(owner, key, value);
  const name = keyOf(key);
  if (name === "__proto__") bail("it writes to __proto__");
  if (!Object.hasOwn(owner, name)) hold(32 + 2 * name.length);
  (owner as Table)[name] = kept(value);
}

function writeItem(list: List, key: unknown, value: unknown): void {
  if (key === "length" && typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= list.length) {
    step(list.length - value);
    list.length = value;
  } else if (typeof key === "number" && Number.isInteger(key) && key >= 0 && key <= list.length && key < plainBounds.items) {
    list[key] = kept(value);
  } else bail("it writes beyond the end of a list");
}

export function deleteProperty(owner: unknown, key: unknown): boolean {
  if (!isTable(owner)) return bail("it deletes from a value that is not a plain object");
  requireOwn(owner);
  const name = keyOf(key);
  step(Object.keys(owner).length);
  return delete owner[name];
}

/** Throws WantsCopy for data of the run. */
export function requireOwn(value: object): void {
  if (!isOwn(value)) throw new WantsCopy("it changes the run's data");
}

/** The keys of a plain object, in their order. */
export function keysOf(value: unknown): string[] {
  if (!isTable(value)) return bail("it lists the names of a value that is not a plain object");
  const keys = Object.keys(value);
  walked(keys.length);
  return keys;
}

/** Copies own properties, for `...` and Object.assign. */
export function copyProperties(from: unknown, to: object): void {
  if (from === null || from === undefined) return;
  for (const key of keysOf(from)) writeProperty(to, key, (from as Record<string, unknown>)[key]);
}
