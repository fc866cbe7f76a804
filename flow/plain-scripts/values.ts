/**
 * The values of a plain script. Texts, numbers, booleans, null and undefined are the host's. Lists and objects are the
 * host's too, marked where the script has made them: only those it may change. All others belong to the run.
 *
 * No value is ever called, and none is read but by its own property of a plain object, by a list's index, or by a method
 * from a closed list. So nothing of the host can be reached, whatever a script says.
 */
import { bail, Thrown } from "./bail.ts";
import { hold, kept, plainBounds, step, walked } from "./budget.ts";

const own: unique symbol = Symbol("made by the script");

interface Marked {
  [own]?: true;
}
export type List = unknown[];
export type Table = Record<string, unknown>;
/** A function of the script. It is bound to a name or handed to a method, and never a value. */
export type Callback = (...given: unknown[]) => unknown;

/** What every object has without holding it. */
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
  return table as Table; // The mark is no name.
}

/** A list of the script, made of one of the host. */
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

/** A plain object, which has names and nothing else. */
export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Special);
}

/** Values with an inside of their own. */
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

  /** JSON of a date that does not exist is null. */
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

/** An error whose words are the sandbox's: a script may catch it, and not look at it. */
class WordlessError extends Special {}

/** Throws what the script may catch. The host notes where it is for each, which takes its time. */
export function throwValue(error: unknown): never {
  step(500);
  throw new Thrown(error);
}

/** Throws as the sandbox does where a script goes wrong. */
export function fail(): never {
  return throwValue(new WordlessError());
}

export function isError(value: unknown): boolean {
  return value instanceof PlainError || value instanceof WordlessError;
}

export class PlainSet extends Special {
  readonly items = new Set<unknown>();
  /** Grows with each change: what is iterated must stay as it is. */
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

/** `===`. Whether two places of the run's data are one object there, says nothing of the script's copy. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a !== b) return false;
  if (typeof a === "object" && a !== null && !(a instanceof Special) && !isOwn(a)) bail("it compares objects of the run");
  return true;
}

/** Keys of a Set or Map, which are found by `===`. */
export function asKey(value: unknown): unknown {
  return isPrimitive(value) || value instanceof Special || isOwn(value) ? value : bail("an object of the run is a key");
}

/** A value as the sandbox returns it: JSON data of its own. Bails where JSON cannot carry it, or where it is large. */
export function toData(value: unknown): unknown {
  return copyData(value, { left: plainBounds.outputChars }, 0);
}

function copyData(value: unknown, room: { left: number }, depth: number): unknown {
  room.left -= typeof value === "string" ? value.length + 8 : 8;
  if (room.left < 0) bail("the result is large");
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? value : value.toWellFormed();
    case "number":
      // Minus zero is no JSON; and JSON text of the others is what they are.
      return Number.isFinite(value) ? value + 0 : bail("the result holds a number that JSON cannot carry");
    case "boolean":
      return value;
    case "undefined":
      return null;
  }
  if (value === null) return null;
  if (depth > plainBounds.nesting) bail("the result is nested deeply");
  if (Array.isArray(value)) return value.map((item) => copyData(item, room, depth + 1));
  if (value instanceof PlainDate) return value.toJSON() ?? bail("the result holds a date that does not exist");
  if (!isTable(value)) bail("the result holds what JSON cannot carry");
  const copy: Table = {};
  for (const key of Object.keys(value)) {
    const item = value[key];
    room.left -= key.length;
    if (item !== undefined) copy[key] = copyData(item, room, depth + 1);
  }
  return copy;
}
