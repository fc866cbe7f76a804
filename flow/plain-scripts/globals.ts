/** The built-in names that plain scripts support. */
import { bail } from "./bail.ts";
import { kept, made, plainBounds, walked } from "./budget.ts";
import { newDate, parseDate } from "./dates.ts";
import { environment } from "./environment.ts";
import { itemsOf, iterate, pairOf } from "./iterate.ts";
import { parseJson, stringifyJson } from "./json.ts";
import { asCallback } from "./list-methods.ts";
import { parseDecimal, parseWhole, toNumber, toText, toWhole } from "./numbers.ts";
import { operators } from "./operators.ts";
import { copyProperties, keyOf, keysOf, readProperty, requireOwn, writeProperty } from "./properties.ts";
import { logLine } from "./show.ts";
import {
  asKey,
  fail,
  isError,
  isList,
  isTable,
  type List,
  newList,
  newTable,
  PlainDate,
  PlainError,
  PlainMap,
  PlainSet,
} from "./values.ts";

type Function = (...values: unknown[]) => unknown;

export const constants: Readonly<Record<string, unknown>> = { undefined, NaN, Infinity };

export const functions: Readonly<Record<string, Function>> = {
  Boolean,
  Number: (...given) => (given.length === 0 ? 0 : toNumber(given[0])),
  String: (...given) => (given.length === 0 ? "" : toText(given[0])),
  encodeURI: (text) => encoded(text, encodeURI),
  encodeURIComponent: (text) => encoded(text, encodeURIComponent),
  decodeURIComponent: (text) => encoded(text, decodeURIComponent),
  isFinite: (value) => Number.isFinite(toNumber(value)),
  isNaN: (value) => Number.isNaN(toNumber(value)),
  parseFloat: parseDecimal,
  parseInt: parseWhole,
};

const numeric =
  (compute: (value: number) => number): Function =>
  (value) =>
    compute(toNumber(value));
const log =
  (prefix: string): Function =>
  (...values) =>
    environment.world.log(logLine(prefix, values));

/** Static functions and constants. */
export const statics: Readonly<Record<string, Readonly<Record<string, Function | number>>>> = {
  Array: {
    from: listFrom,
    isArray: isList,
    of: (...items) => itemsOf(items),
  },
  Date: { now: () => environment.world.now(), parse: parseDate },
  JSON: { parse: parseJson, stringify: stringifyJson },
  Math: {
    E: Math.E,
    PI: Math.PI,
    abs: numeric(Math.abs),
    ceil: numeric(Math.ceil),
    floor: numeric(Math.floor),
    max: (...values) => Math.max(...values.map(toNumber)),
    min: (...values) => Math.min(...values.map(toNumber)),
    pow: (a, b) => operators["**"]!(a, b),
    random: () => environment.world.random(),
    round: numeric(Math.round),
    sign: numeric(Math.sign),
    sqrt: numeric(Math.sqrt),
    trunc: numeric(Math.trunc),
  },
  Number: {
    EPSILON: Number.EPSILON,
    MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
    MAX_VALUE: Number.MAX_VALUE,
    MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
    MIN_VALUE: Number.MIN_VALUE,
    isFinite: Number.isFinite,
    isInteger: Number.isInteger,
    isNaN: Number.isNaN,
    isSafeInteger: Number.isSafeInteger,
    parseFloat: parseDecimal,
    parseInt: parseWhole,
  },
  Object: {
    assign: (to, ...others) => {
      if (typeof to !== "object" || to === null) return bail("Object.assign to another value than an object");
      requireOwn(to);
      for (const from of others) copyProperties(from, to);
      return to;
    },
    entries: (value) => listOf(value, (key) => pairOf(key, readProperty(value, key))),
    fromEntries: (entries) => {
      const table = newTable();
      iterate(entries, (entry) => {
        if (!isList(entry)) bail("Object.fromEntries of something other than pairs");
        writeProperty(table, keyOf(entry[0]), entry[1]);
        return false;
      });
      return table;
    },
    hasOwn: (value, key) => (isTable(value) ? Object.hasOwn(value, keyOf(key)) : bail("Object.hasOwn of an unusual value")),
    keys: (value) => listOf(value, (key) => key),
    values: (value) => listOf(value, (key) => readProperty(value, key)),
  },
  String: {
    fromCharCode: (...codes) => made(String.fromCharCode(...codes.map((code) => toWhole(code) ?? 0))),
  },
  console: { debug: log(""), error: log("error: "), info: log(""), log: log(""), warn: log("warn: ") },
};

const error =
  (name: string): Function =>
  (message, options) => {
    if (options !== undefined) bail("an error has a cause");
    return new PlainError(name, message === undefined ? "" : toText(message));
  };

export const constructors: Readonly<Record<string, Function>> = {
  Date: newDate,
  Error: error("Error"),
  Map: (entries) => {
    const map = new PlainMap();
    if (entries !== undefined && entries !== null)
      iterate(entries, (entry) => {
        if (!isList(entry)) bail("a Map of something other than pairs");
        map.entries.set(asKey(entry[0]), kept(entry[1]));
        return false;
      });
    return map;
  },
  RangeError: error("RangeError"),
  Set: (items) => {
    const set = new PlainSet();
    if (items !== undefined && items !== null)
      iterate(items, (item) => {
        set.items.add(asKey(kept(item)));
        return false;
      });
    return set;
  },
  TypeError: error("TypeError"),
};

/** `value instanceof name`. */
export function isInstance(value: unknown, name: string): boolean {
  switch (name) {
    case "Array":
      return isList(value);
    case "Date":
      return value instanceof PlainDate;
    case "Error":
      return isError(value);
    case "Map":
      return value instanceof PlainMap;
    case "Set":
      return value instanceof PlainSet;
    default:
      return bail(`instanceof ${name}`);
  }
}

function listOf(value: unknown, item: (key: string) => unknown): List {
  const list = newList();
  for (const key of keysOf(value)) list.push(kept(item(key)));
  return list;
}

/** Array.from. */
function listFrom(value: unknown, map?: unknown): List {
  const callback = map === undefined ? undefined : asCallback(map);
  const list = newList();
  const take = (item: unknown): boolean => {
    walked(1);
    list.push(kept(callback ? callback(item, list.length) : item));
    return list.length >= plainBounds.items ? bail("a list is too long") : false;
  };
  if (!isTable(value)) iterate(value, take);
  else {
    const length = toWhole(Object.hasOwn(value, "length") ? value["length"] : bail("Array.from of an object")) ?? 0;
    if (Object.keys(value).length > 1) bail("Array.from of an object");
    for (let i = 0; i < length; i++) take(undefined);
  }
  return list;
}

function encoded(text: unknown, encode: (text: string) => string): string {
  const given = toText(text);
  walked(given.length >> 2);
  try {
    return made(encode(given));
  } catch (error) {
    if (error instanceof URIError) return fail();
    throw error;
  }
}
