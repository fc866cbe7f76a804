/** Finds the method of a name for the value that it is called on. */
import { bail } from "./bail.ts";
import { kept, walked } from "./budget.ts";
import { dateMethods } from "./dates.ts";
import { PlainIterator, pairOf } from "./iterate.ts";
import { asCallback, listMethods } from "./list-methods.ts";
import { toText } from "./numbers.ts";
import { keyOf } from "./properties.ts";
import { PlainRegex } from "./regexes.ts";
import { numberMethods, textMethods } from "./text-methods.ts";
import { asKey, isTable, PlainDate, PlainMap, PlainSet, type Table } from "./values.ts";

type Method<Self> = (self: Self, ...values: unknown[]) => unknown;

const setMethods: Readonly<Record<string, Method<PlainSet>>> = {
  add: (set, item) => {
    set.changes++;
    walked(4);
    set.items.add(kept(asKey(item)));
    return set;
  },
  delete: (set, item) => {
    set.changes++;
    return set.items.delete(asKey(item));
  },
  forEach: (set, visit) => {
    const callback = asCallback(visit);
    valuesOf(set).walk((item) => {
      callback(item, item, set);
      return false;
    });
  },
  has: (set, item) => set.items.has(asKey(item)),
  values: (set) => valuesOf(set),
};

const mapMethods: Readonly<Record<string, Method<PlainMap>>> = {
  delete: (map, key) => {
    map.changes++;
    return map.entries.delete(asKey(key));
  },
  entries: (map) => new PlainIterator(map, pairOf),
  forEach: (map, visit) => {
    const callback = asCallback(visit);
    new PlainIterator(map, (key, item) => callback(item, key, map)).walk(() => false);
  },
  get: (map, key) => map.entries.get(asKey(key)),
  has: (map, key) => map.entries.has(asKey(key)),
  keys: (map) => new PlainIterator(map, (key) => key),
  set: (map, key, value) => {
    map.changes++;
    walked(8);
    map.entries.set(kept(asKey(key)), kept(value));
    return map;
  },
  values: (map) => new PlainIterator(map, (_, value) => value),
};

function valuesOf(set: PlainSet): PlainIterator {
  return new PlainIterator(set, (item) => item);
}

const regexMethods: Readonly<Record<string, Method<PlainRegex>>> = {
  exec: (regex, text) => regex.exec(toText(text)),
  test: (regex, text) => regex.test(toText(text)),
};

const tableMethods: Readonly<Record<string, Method<Table>>> = {
  hasOwnProperty: (table: Table, key: unknown) => Object.hasOwn(table, keyOf(key)),
};

/** Methods whose first argument is a callback. */
const withCallback = new Set("every filter find findIndex findLast findLastIndex flatMap forEach map reduce some sort toSorted".split(" "));

export function takesCallback(name: string): 0 | false {
  return withCallback.has(name) ? 0 : false;
}

/** Bails if no supported method has this name. */
export function findMethod(name: string): (self: unknown, values: readonly unknown[]) => unknown {
  const ofText = own(textMethods, name);
  const ofList = own(listMethods, name);
  const ofNumber = own(numberMethods, name);
  const ofDate = own(dateMethods, name);
  const ofSet = own(setMethods, name);
  const ofMap = own(mapMethods, name);
  const ofRegex = own(regexMethods, name);
  const ofTable = own(tableMethods, name);
  if (!ofText && !ofList && !ofNumber && !ofDate && !ofSet && !ofMap && !ofRegex && !ofTable) bail(`it calls ${name}`);
  return (self, values) => {
    if (typeof self === "string" && ofText) return apply(ofText, self, values);
    if (Array.isArray(self) && ofList) return apply(ofList, self, values);
    if (typeof self === "number" && ofNumber) return apply(ofNumber, self, values);
    if (self instanceof PlainDate && ofDate) return apply(ofDate as Method<PlainDate>, self, values);
    if (self instanceof PlainSet && ofSet) return apply(ofSet, self, values);
    if (self instanceof PlainMap && ofMap) return apply(ofMap, self, values);
    if (self instanceof PlainRegex && ofRegex) return apply(ofRegex, self, values);
    if (isTable(self) && ofTable && !Object.hasOwn(self, name)) return apply(ofTable, self, values);
    return bail(`it calls ${name} of a value that has another meaning of it`);
  };
}

function apply<Self>(method: Method<Self>, self: Self, values: readonly unknown[]): unknown {
  // A method that takes any number of arguments has a rest parameter, which `length` does not count.
  if (method.length > 1 && values.length >= method.length) bail("a method is given more than is known of it");
  return method(self, ...values);
}

function own<Method>(methods: Readonly<Record<string, Method>>, name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}
