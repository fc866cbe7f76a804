/** Methods of lists. None of them creates a hole, and none continues after a callback changed the length of the list. */
import { bail } from "./bail.ts";
import { kept, made, plainBounds, step, walked } from "./budget.ts";
import { PlainIterator, pairOf } from "./iterate.ts";
import { toText, toWhole } from "./numbers.ts";
import { requireOwn } from "./properties.ts";
import { sorted } from "./sort.ts";
import { type Callback, fail, isList, isPrimitive, isSame, type List, newList, ownList } from "./values.ts";

type ListMethod = (list: List, ...values: unknown[]) => unknown;

export const listMethods: Readonly<Record<string, ListMethod>> = {
  at: (list, at) => list.at(toWhole(at) ?? 0),
  concat: (list, ...others) => {
    const joined = copyOf(list);
    for (const other of others) append(joined, isList(other) ? other : [other]);
    return joined;
  },
  entries: (list) => new PlainIterator(list, pairOf),
  every: (list, test) => !find(list, test, (found) => !found),
  fill: (list, value, start, end) => {
    if (start !== undefined || end !== undefined) bail("it fills a part of a list");
    return changed(list, () => list.fill(kept(value)));
  },
  filter: (list, test) => {
    const found = newList();
    each(list, test, (is, item) => {
      if (is) found.push(kept(item));
    });
    return found;
  },
  find: (list, test) => find(list, test, Boolean)?.item,
  findIndex: (list, test) => find(list, test, Boolean)?.at ?? -1,
  findLast: (list, test) => findLast(list, test)?.item,
  findLastIndex: (list, test) => findLast(list, test)?.at ?? -1,
  flat: (list, depth) => {
    const levels = depth === undefined ? 1 : depth === Infinity ? plainBounds.nesting : (toWhole(depth) ?? 1);
    const flat = newList();
    flatten(list, Math.min(levels, plainBounds.nesting), flat);
    return flat;
  },
  flatMap: (list, map) => {
    const flat = newList();
    each(list, map, (value) => append(flat, isList(value) ? value : [value]));
    return flat;
  },
  forEach: (list, visit) => each(list, visit, () => {}),
  includes: (list, value) => {
    compared(list, value);
    return isPrimitive(value) ? list.includes(value) : list.some((item) => isSame(item, value));
  },
  indexOf: (list, value) => {
    compared(list, value);
    return isPrimitive(value) ? list.indexOf(value) : list.findIndex((item) => isSame(item, value));
  },
  join: (list, by) => {
    walked(list.length);
    const separator = by === undefined ? "," : toText(by);
    let text = "";
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (i > 0) text += separator;
      if (item !== null && item !== undefined) text += toText(item);
      if (text.length > plainBounds.textChars) bail("it makes a long text");
    }
    return made(text);
  },
  keys: (list) => new PlainIterator(list, (at) => at),
  lastIndexOf: (list, value) => {
    compared(list, value);
    return isPrimitive(value) ? list.lastIndexOf(value) : bail("it looks for an object from the end");
  },
  map: (list, map) => {
    const mapped = newList();
    each(list, map, (value) => {
      mapped.push(kept(value));
    });
    return mapped;
  },
  pop: (list) => changed(list, () => list.pop()),
  push: (list, ...items) => {
    requireOwn(list);
    append(list, items);
    return list.length;
  },
  reduce: (list, ...[join, ...first]) => {
    const isFirstGiven = first.length > 0;
    if (!isFirstGiven && list.length === 0) fail();
    let result = isFirstGiven ? first[0] : list[0];
    const callback = asCallback(join);
    walk(list, isFirstGiven ? 0 : 1, (item, i) => {
      result = callback(result, item, i, list);
    });
    return result;
  },
  reverse: (list) => changed(list, () => list.reverse()),
  shift: (list) => changed(list, () => list.shift()),
  slice: (list, start, end) => {
    walked(list.length);
    return ownList(list.slice(toWhole(start), toWhole(end)));
  },
  some: (list, test) => find(list, test, Boolean) !== undefined,
  sort: (list, compare) => {
    requireOwn(list);
    const order = sorted(list, compare === undefined ? undefined : asCallback(compare));
    for (let i = 0; i < order.length; i++) list[i] = order[i];
    return list;
  },
  splice: (list, ...[start, ...rest]) => {
    const [count, ...items] = rest;
    if (start === undefined) bail("it splices nothing");
    return changed(list, () => {
      const removed =
        rest.length === 0 ? list.splice(toWhole(start)!) : list.splice(toWhole(start)!, toWhole(count) ?? 0, ...items.map(kept));
      return ownList(removed);
    });
  },
  toReversed: (list) => copyOf(list).reverse(),
  toSorted: (list, compare) => ownList(sorted(list, compare === undefined ? undefined : asCallback(compare))),
  unshift: (list, ...items) =>
    changed(list, () => {
      if (list.length + items.length > plainBounds.items) bail("a list is too long");
      return list.unshift(...items.map(kept));
    }),
  values: (list) => new PlainIterator(list, (_, item) => item),
};

export function asCallback(value: unknown): Callback {
  // Only an argument that was compiled as a callback is a function.
  return typeof value === "function" ? (value as Callback) : bail("a method is given no function");
}

/** Charges for comparing a value with each item. */
function compared(list: List, value: unknown): void {
  walked(list.length);
  if (typeof value === "string") step(list.length * (value.length >> 6));
}

function copyOf(list: List): List {
  return ownList([...list]);
}

function append(list: List, items: readonly unknown[]): void {
  if (list.length + items.length > plainBounds.items) bail("a list is too long");
  walked(items.length);
  for (const item of items) list.push(kept(item));
}

/** Changes a list of the script, and charges for its length. */
function changed<Result>(list: List, change: () => Result): Result {
  requireOwn(list);
  walked(list.length);
  return change();
}

function walk(list: List, from: number, visit: (item: unknown, at: number) => boolean | void): void {
  const { length } = list;
  if (length > plainBounds.items) bail("a list is too long");
  for (let i = from; i < length; i++) {
    step(1);
    const isDone = visit(list[i], i);
    if (list.length !== length) bail("a list is changed while it is walked");
    if (isDone) return;
  }
}

function each(list: List, given: unknown, take: (value: unknown, item: unknown) => void): void {
  const callback = asCallback(given);
  walk(list, 0, (item, i) => take(callback(item, i, list), item));
}

function find(list: List, given: unknown, isFound: (value: unknown) => boolean): { item: unknown; at: number } | undefined {
  const callback = asCallback(given);
  let found: { item: unknown; at: number } | undefined;
  walk(list, 0, (item, at) => {
    if (!isFound(callback(item, at, list))) return false;
    found = { item, at };
    return true;
  });
  return found;
}

function findLast(list: List, given: unknown): { item: unknown; at: number } | undefined {
  const callback = asCallback(given);
  const { length } = list;
  walked(length);
  for (let at = length - 1; at >= 0; at--) {
    const item = list[at];
    const isFound = callback(item, at, list);
    if (list.length !== length) bail("a list is changed while it is walked");
    if (isFound) return { item, at };
  }
  return undefined;
}

function flatten(list: List, levels: number, into: List): void {
  for (const item of list) {
    if (isList(item) && levels > 0) flatten(item, levels - 1, into);
    else append(into, [item]);
  }
}
