/**
 * The values of a plain script. Primitives, lists and objects are values of the host. Lists and objects that the script
 * created carry a mark, and only those may be changed: all others belong to the run.
 *
 * A script never calls a value. It reads only own properties of plain objects, items of lists, and the results of a closed
 * list of methods. So no script can reach anything of the host.
 */
import { bail, Thrown } from "./bail.ts";
import { hold, kept, plainBounds, read, step, walked } from "./budget.ts";

const own: unique symbol = Symbol("made by the script");

interface Marked {
  [own]?: true;
}
export type List = unknown[];
export type Table = Record<string, unknown>;
/** A function of the script. It is bound to a name or passed to a method, but it is never a value. */
export type Callback = (...given: unknown[]) => unknown;

/** Names that every object inherits. */
const inherited = new Set([
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "__lookupSetter__",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
]);

export function isInherited(name: string): boolean {
  return inherited.has(name);
}

export function newList(): List {
  hold(80);
  const list: List & Marked = [];
  list[own] = true;
  return list;
}

export function newTable(): Table {
  hold(120);
  const table: Marked = {};
  table[own] = true;
  return table as Table; // A symbol is not one of its names.
}

/** Marks a new list of the host as created by the script. */
export function ownList(list: List): List {
  walked(list.length);
  hold(80);
  for (let i = 0; i < list.length; i++) kept(list[i]);
  (list as Marked)[own] = true;
  return list;
}

export function isOwn(value: object): boolean {
  return (value as Marked)[own] === true;
}

export function isList(value: unknown): value is List {
  return Array.isArray(value);
}

/** Returns true for a plain object. */
export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Special);
}

/** Values that are neither primitives, lists nor plain objects. */
export abstract class Special {
  property(name: string): unknown {
    return bail(`it reads ${name} of a value that is not a plain object`);
  }
}

export class PlainDate extends Special {
  ms: number;

  constructor(ms: number) {
    super();
    this.ms = ms;
  }

  /** An invalid date is null in JSON. */
  toJSON(): string | null {
    return Number.isNaN(this.ms) ? null : new Date(this.ms).toISOString();
  }
}

export class PlainError extends Special {
  readonly name: string;
  readonly message: string;

  constructor(name: string, message: string) {
    super();
    this.name = name;
    this.message = message;
  }

  override property(name: string): unknown {
    return name === "message" || name === "name" ? this[name] : super.property(name);
  }
}

/** An error whose message only the sandbox knows. A script can catch it, but not read it. */
class WordlessError extends Special {}

/** Throws a value that the script can catch. The charge pays for the host's stack trace. */
export function throwValue(error: unknown): never {
  step(500);
  throw new Thrown(error);
}

/** Throws where the sandbox throws an error of its own. */
export function fail(): never {
  return throwValue(new WordlessError());
}

export function isError(value: unknown): boolean {
  return value instanceof PlainError || value instanceof WordlessError;
}

export class PlainSet extends Special {
  readonly items = new Set<unknown>();
  /** The number of changes, to detect a change during an iteration. */
  changes = 0;

  override property(name: string): unknown {
    return name === "size" ? this.items.size : super.property(name);
  }
}

export class PlainMap extends Special {
  readonly entries = new Map<unknown, unknown>();
  changes = 0;

  override property(name: string): unknown {
    return name === "size" ? this.entries.size : super.property(name);
  }
}

export function isPrimitive(value: unknown): value is string | number | boolean | null | undefined {
  return value === null || typeof value !== "object";
}

/** The operator `===`. Two references to the same object of the run can be different objects in the sandbox's copy. */
export function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") read(a);
  if (a !== b) return false;
  if (typeof a === "object" && a !== null && !(a instanceof Special) && !isOwn(a)) bail("it compares objects of the run");
  return true;
}

/** Checks a key of a Set or Map, which is compared by identity. */
export function asKey(value: unknown): unknown {
  if (typeof value === "string") read(value);
  return isPrimitive(value) || value instanceof Special || isOwn(value) ? value : bail("an object of the run is a key");
}

/** Copies a result as JSON data. Bails if JSON cannot carry it, or if it is large. */
export function toData(value: unknown): unknown {
  return copyData(value, { left: plainBounds.outputChars }, 0);
}

function copyData(value: unknown, room: { left: number }, depth: number): unknown {
  room.left -= typeof value === "string" ? value.length + 8 : 8;
  if (room.left < 0) bail("the result is large");
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? value : bail("the result holds half of a character");
    case "number":
      // JSON writes minus zero as 0.
      return Number.isFinite(value) ? value + 0 : bail("the result holds a number that JSON cannot carry");
    case "boolean":
      return value;
    case "undefined":
      return null;
  }
  if (value === null) return null;
  if (depth > plainBounds.nesting) bail("the result is nested deeply");
  if (Array.isArray(value)) {
    if (value.includes(undefined)) bail("a list of the result holds undefined, of which the sandbox warns");
    return value.map((item) => copyData(item, room, depth + 1));
  }
  if (value instanceof PlainDate) return value.toJSON() ?? bail("the result holds a date that does not exist");
  if (!isTable(value)) bail("the result holds what JSON cannot carry");
  const copy: Table = {};
  for (const key of Object.keys(value)) {
    const item = value[key];
    room.left -= key.length;
    if (!key.isWellFormed()) bail("the result holds half of a character");
    if (item !== undefined) copy[key] = copyData(item, room, depth + 1);
  }
  return copy;
}
