/** What `for … of`, `...` and Array.from iterate: live lists, texts by code point, and Sets and Maps that do not change meanwhile. */
import { bail } from "./bail.ts";
import { kept, made, plainBounds, walked } from "./budget.ts";
import { fail, isList, type List, newList, PlainMap, PlainSet, Special } from "./values.ts";

/** The result of `keys()`, `values()` or `entries()`. It can be used once, before its owner changes. */
export class PlainIterator extends Special {
  readonly #of: List | PlainSet | PlainMap;
  readonly #item: (key: unknown, value: unknown) => unknown;
  #isUsed = false;

  constructor(of: List | PlainSet | PlainMap, item: (key: unknown, value: unknown) => unknown) {
    super();
    this.#of = of;
    this.#item = item;
  }

  walk(visit: (item: unknown) => boolean): void {
    if (this.#isUsed) bail("it walks an iterator twice");
    this.#isUsed = true;
    const of = this.#of;
    if (of instanceof PlainMap) walkCollection(of, of.entries, (pair) => visit(this.#item(pair[0], pair[1])));
    else if (of instanceof PlainSet) walkCollection(of, of.items, (item) => visit(this.#item(item, item)));
    else {
      let i = 0;
      walkList(of, (item) => visit(this.#item(i++, item)));
    }
  }
}

/** Calls `visit` for each item until it returns true. */
export function iterate(value: unknown, visit: (item: unknown) => boolean): void {
  if (isList(value)) return walkList(value, visit);
  if (typeof value === "string") {
    walked(value.length);
    for (const letter of value) if (visit(made(letter))) return;
    return;
  }
  if (value instanceof PlainIterator) return value.walk(visit);
  if (value instanceof PlainSet) return walkCollection(value, value.items, visit);
  if (value instanceof PlainMap) return walkCollection(value, value.entries, ([key, item]) => visit(pairOf(key, item)));
  if (value instanceof Special) return bail("it walks a value that is not a list");
  // Plain objects, numbers, booleans, null and undefined are not iterable.
  return fail();
}

function walkList(list: List, visit: (item: unknown) => boolean): void {
  for (let i = 0; i < list.length; i++) {
    if ((i & 63) === 0) walked(Math.min(64, list.length - i));
    if (visit(list[i])) return;
  }
}

function walkCollection<Item>(of: PlainSet | PlainMap, items: Iterable<Item>, visit: (item: Item) => boolean): void {
  const { changes } = of;
  for (const item of items) {
    walked(1);
    const isDone = visit(item);
    if (of.changes !== changes) bail("it changes a Set or Map while it walks it");
    if (isDone) return;
  }
}

/** All items in a new list. */
export function itemsOf(value: unknown): List {
  const list = newList();
  iterate(value, (item) => {
    if (list.length >= plainBounds.items) bail("a list is too long");
    list.push(kept(item));
    return false;
  });
  return list;
}

export function pairOf(key: unknown, value: unknown): List {
  const pair = newList();
  pair.push(key, value);
  return pair;
}
