import jsonata from "jsonata";
import { limits } from "../limits.ts";
import { parseIsoTime } from "../time/calendar.ts";
import { type Budget, checkLength, limitReached, tooManyItems } from "./budget.ts";
import { checkTimeText, noSuchTime } from "./check-time-text.ts";
import { ExpressionError } from "./expression-error.ts";
import type { Focus, Frame, Native } from "./jsonata-types.ts";
import { chargeLists, chargeValue, isCallable } from "./measure.ts";
import { replacements } from "./replaced-natives.ts";
import { offsetText } from "./time-zone.ts";

/**
 * JSONata's own functions run as long as they like once they are entered. Here each one that can run long or allocate
 * much pays first; those that cannot be bounded from outside are replaced (replaced-natives.ts).
 */

type Pay = (budget: Budget, args: unknown[]) => unknown[] | void;

const byFirstText: Pay = (budget, [text]) => {
  if (typeof text === "string") budget.charge(text.length >> 4);
};
/** Looks for a text in another. At worst the host compares the whole part at each position of the text. */
const bySearch: Pay = (budget, [text, part]) => {
  if (typeof text !== "string") return;
  budget.charge(text.length >> 4);
  if (typeof part === "string" && part.length <= text.length) budget.charge(Math.floor((text.length * part.length) / 1024));
};
const byFirstList: Pay = (budget, [list]) => {
  if (Array.isArray(list)) budget.charge(list.length >> 1);
  else if (typeof list === "object" && list !== null && !isCallable(list)) budget.charge(Object.keys(list).length);
};
const byLists: Pay = (budget, [value]) => chargeLists(value, budget);
const byWholeValue: Pay = (budget, [value]) => chargeValue(value, budget);

/** A pattern's backtracking grows with these; JSONata builds a host RegExp from it. */
const shortPicture: Pay = (_budget, [value, picture]) => {
  if (typeof picture === "string" && picture.length > 256) throw limitReached("A picture string has at most 256 characters.");
  if (typeof value === "string" && value.length > 256)
    throw limitReached("A text to parse as a number or time has at most 256 characters.");
};

/** Parts of any width that nothing separates share the text in every way there is: at most three of them in a row. */
function checkTimePicture(picture: string): void {
  let row = 0;
  for (const [, part, between] of picture.matchAll(/\[([^\]]*)\]([^[]*)/g)) {
    if (!part!.includes("0") && ++row > 3)
      throw limitReached(
        "A picture with many consecutive parts needs their widths.",
        "Add the widths, for example [Y0001][M01][D01], or separate the parts.",
      );
    if (/[^\p{L}\p{N}]/u.test(between!)) row = 0;
  }
}

/** Wraps a matcher so that each match pays for what it writes. */
function payPerMatch(budget: Budget, matcher: unknown, cost: (match: { match?: unknown; groups?: unknown }) => number): unknown {
  if (typeof matcher !== "function") return matcher;
  const wrap =
    (run: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const found = run(...args);
      return found instanceof Promise ? found.then(pay) : pay(found);
    };
  const pay = (found: unknown): unknown => {
    budget.charge(1);
    if (typeof found !== "object" || found === null) return found;
    const { next, ...rest } = found as { next?: unknown; match?: unknown; groups?: unknown };
    budget.charge(cost(rest));
    return typeof next === "function" ? { ...rest, next: wrap(next as () => unknown) } : found;
  };
  return wrap(matcher as () => unknown);
}

function replaceCost(budget: Budget, [text, pattern, replacement, limit]: unknown[]): unknown[] | void {
  if (typeof text !== "string") return;
  bySearch(budget, [text, pattern]);
  if (typeof pattern === "string" && pattern !== "") {
    // A function as replacement of a plain text would be written out as its source.
    if (typeof replacement !== "string")
      throw new ExpressionError(
        "expression_failed",
        "$replace accepts a function only if the pattern is a regular expression.",
        "Write the pattern as /…/.",
      );
    let count = 0;
    for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + pattern.length)) count++;
    const length = text.length + Math.min(count, typeof limit === "number" ? limit : count) * (replacement.length - pattern.length);
    checkLength(length);
    budget.charge(length >> 4);
    return;
  }
  let written = 0;
  const dollars = typeof replacement === "string" ? replacement.split("$").length - 1 : 0;
  const cost = (match: { match?: unknown }) => {
    const grows =
      typeof replacement === "string" ? replacement.length + dollars * (typeof match.match === "string" ? match.match.length : 0) : 0;
    checkLength((written += grows));
    return grows >> 4;
  };
  return [text, payPerMatch(budget, pattern, cost), replacement, limit];
}

const pays: Readonly<Record<string, Pay>> = {
  sum: byFirstList,
  max: byFirstList,
  min: byFirstList,
  average: byFirstList,
  lowercase: byFirstText,
  uppercase: byFirstText,
  trim: byFirstText,
  contains: bySearch,
  substringBefore: bySearch,
  substringAfter: bySearch,
  encodeUrl: byFirstText,
  encodeUrlComponent: byFirstText,
  decodeUrl: byFirstText,
  decodeUrlComponent: byFirstText,
  number: byFirstText,
  string: byWholeValue,
  boolean: byLists,
  not: byLists,
  map: byFirstList,
  filter: byFirstList,
  single: byFirstList,
  reduce: byFirstList,
  each: byFirstList,
  sift: byFirstList,
  keys: byFirstList,
  lookup: byFirstList,
  merge: (budget, [list]) => {
    if (Array.isArray(list)) for (const item of list) byFirstList(budget, [item]);
  },
  reverse: byFirstList,
  append: (budget, args) => {
    for (const list of args) if (Array.isArray(list)) budget.charge(list.length >> 3);
  },
  zip: (budget, args) => {
    const lengths = args.map((list) => (Array.isArray(list) ? list.length : 0));
    budget.charge(args.length * (lengths.length === 0 ? 0 : Math.min(...lengths)));
  },
  join: (budget, [list, separator]) => {
    if (!Array.isArray(list)) return;
    let length = list.length * (typeof separator === "string" ? separator.length : 0);
    for (const item of list) length += typeof item === "string" ? item.length : 0;
    checkLength(length);
    budget.charge((length >> 4) + list.length);
  },
  match: (budget, [text, matcher, limit]) => {
    byFirstText(budget, [text]);
    return [text, payPerMatch(budget, matcher, () => 4), limit];
  },
  replace: replaceCost,
  split: (budget, [text, separator, limit]) => {
    bySearch(budget, [text, separator]);
    if (typeof text !== "string") return;
    const most = limits.maxExpressionItems;
    if (typeof separator === "string") {
      if (text.split(separator, most + 1).length > most && !(typeof limit === "number" && limit <= most)) throw tooManyItems();
      return;
    }
    let parts = 0;
    const cost = () => {
      if (++parts > most) throw tooManyItems();
      return 1;
    };
    return [text, payPerMatch(budget, separator, cost), limit];
  },
  formatNumber: shortPicture,
  formatInteger: shortPicture,
  parseInteger: shortPicture,
  fromMillis: (budget, args) => {
    shortPicture(budget, args);
    const [millis, picture, zone] = args;
    if (typeof millis !== "number") return;
    if (!(Math.abs(millis) <= maxMillis))
      throw new ExpressionError(
        "expression_failed",
        "A number of milliseconds is not a valid time.",
        "Check the number to convert to a time.",
      );
    if (typeof zone !== "string") return;
    budget.charge(20);
    return [millis, picture, offsetText(zone, millis)];
  },
  toMillis: (budget, args) => {
    shortPicture(budget, args);
    const [text, picture] = args;
    if (typeof text === "string" && picture === undefined && /^\d{4}(-|T|$)/.test(text)) checkIsoText(text);
    if (typeof picture !== "string") return;
    if (typeof text === "string" && text.length > 64) throw limitReached("A text to parse as a time has at most 64 characters.");
    checkTimePicture(picture);
    if (typeof text === "string") checkTimeText(text, picture);
  },
};

/** Beyond there are no dates in JavaScript. */
const maxMillis = 8.64e15;

/** Whether a text has the form that JSONata takes is JSONata's to say; here it is asked whether there is such a time. */
function checkIsoText(text: string): void {
  const isForm = /^\d{4}(-[01]\d)?(-[0-3]\d)?(T[0-2]\d:[0-5]\d:[0-5]\d)?(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/.test(text);
  if (isForm && parseIsoTime(text) === undefined) throw noSuchTime();
}

/** Shown to JSONata as if it were the function itself: it reads names and number of the parameters off it. */
function standIn(name: string, original: Native, run: (focus: Focus, args: unknown[]) => unknown): Native {
  const implementation = function (this: Focus, ...args: unknown[]): unknown {
    return run(this, args);
  };
  const source = Function.prototype.toString.call(original.implementation);
  Object.defineProperties(implementation, {
    toString: { value: () => source },
    length: { value: original.implementation.length },
    name: { value: name },
  });
  return { ...original, implementation };
}

function budgetOf(focus: Focus): Budget {
  // Every frame below an evaluation leads to its base; the base got its budget when it was made.
  return focus.environment.base!.budget;
}

interface BoundedNatives {
  /** By name. Names with `&` cannot be written in an expression. */
  readonly byName: ReadonlyMap<string, Native>;
  /** By JSONata's own function, so that a variable of the same name is left alone. */
  readonly byOriginal: ReadonlyMap<unknown, Native>;
}

let cached: BoundedNatives | undefined;

/** What replaces JSONata's functions in every evaluation. */
export function boundedNatives(): BoundedNatives {
  if (cached) return cached;
  const originals = readOriginals([...Object.keys(pays), ...Object.keys(replacements)]);
  const natives = new Map<string, Native>();
  for (const [name, pay] of Object.entries(pays)) {
    const original = originals.get(name)!;
    const call = original.implementation as (this: Focus, ...args: unknown[]) => unknown;
    natives.set(
      name,
      standIn(name, original, (focus, args) => {
        const budget = budgetOf(focus);
        budget.charge(1);
        const paid = pay(budget, args) ?? args;
        if (name !== "toMillis") {
          const result = call.apply(focus, paid);
          if (Array.isArray(result)) {
            budget.noteData(result);
            if (name === "zip") budget.weigh(result);
          }
          return result;
        }
        // JSONata fills the missing parts of a time from its clock: give it the run's.
        return call.apply(
          { ...focus, environment: { timestamp: new Date(focus.environment.lookup("&startedAt") as number) } as unknown as Frame },
          paid,
        );
      }),
    );
  }
  for (const [name, run] of Object.entries(replacements)) {
    const original = originals.get(name);
    const implementation = (focus: Focus, args: unknown[]) => {
      const budget = budgetOf(focus);
      budget.charge(1);
      return run(budget, args, focus);
    };
    if (original) natives.set(name, standIn(name, original, implementation));
    else
      natives.set(name, {
        _jsonata_function: true,
        implementation: function (this: Focus, ...args: unknown[]) {
          return implementation(this, args);
        },
      });
  }
  const byOriginal = new Map<unknown, Native>();
  for (const [name, original] of originals) byOriginal.set(original, natives.get(name)!);
  return (cached = { byName: natives, byOriginal });
}

/** JSONata does not export its functions; a frame that is created when an evaluation starts can look them up. */
function readOriginals(names: string[]): Map<string, Native> {
  const found = new Map<string, Native>();
  const probe = jsonata("null");
  (probe.assign as (name: string | symbol, value: unknown) => void)(Symbol.for("jsonata.__createFrame_push"), (parent: Frame) => {
    for (const name of names) {
      const native = parent.lookup(name);
      if (native !== undefined) found.set(name, native as Native);
    }
  });
  // The frame is made before the first await, so the functions are known when this returns.
  void probe.evaluate(null);
  return found;
}
