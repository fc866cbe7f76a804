/** JSONata's functions that are used most, for the values that they are meant for. JSONata decides about all others. */
import { leave, maxPlainChars, read, searched, visit } from "./plain-budget.ts";
import { toBoolean, toText } from "./plain-operators.ts";

type PlainFunction = (...values: unknown[]) => unknown;

/** Most functions of a missing value are missing. */
const ofNumber =
  (compute: (value: number) => number): PlainFunction =>
  (value) =>
    value === undefined ? undefined : typeof value === "number" ? compute(value) : leave();

const ofText =
  (compute: (text: string) => unknown): PlainFunction =>
  (text) => {
    if (text === undefined) return undefined;
    if (typeof text !== "string" || text.length > maxPlainChars) return leave();
    read(text);
    return compute(text);
  };

const ofNumbers =
  (compute: (numbers: readonly number[]) => number): PlainFunction =>
  (list) => {
    if (list === undefined) return undefined;
    const numbers: readonly unknown[] = Array.isArray(list) ? list : leave();
    visit(numbers.length);
    if (numbers.length === 0 || !numbers.every((item) => typeof item === "number")) leave();
    const result = compute(numbers);
    return Number.isFinite(result) ? result : leave();
  };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, item) => total + item, 0);

export const plainFunctions: ReadonlyMap<unknown, PlainFunction> = new Map<unknown, PlainFunction>([
  ["abs", ofNumber(Math.abs)],
  ["average", ofNumbers((numbers) => sum(numbers) / numbers.length)],
  ["boolean", (value) => (value === undefined ? undefined : toBoolean(value))],
  ["ceil", ofNumber(Math.ceil)],
  [
    "contains",
    (text, part) => {
      if (typeof part !== "string") return leave();
      return ofText((whole) => {
        searched(whole, part);
        return whole.includes(part);
      })(text);
    },
  ],
  ["count", (list) => (list === undefined ? 0 : Array.isArray(list) ? list.length : 1)],
  ["exists", (value) => value !== undefined],
  ["floor", ofNumber(Math.floor)],
  [
    "join",
    (list, by) => {
      if (typeof by !== "string") return leave();
      if (list === undefined) return undefined;
      const texts: readonly unknown[] = Array.isArray(list) ? list : leave();
      visit(texts.length);
      let chars = 0;
      for (const text of texts) chars += typeof text === "string" ? text.length + by.length : leave();
      if (chars > maxPlainChars) leave();
      visit(chars >> 10);
      return texts.join(by);
    },
  ],
  ["length", ofText((text) => Array.from(text).length)],
  ["lowercase", ofText((text) => text.toLowerCase())],
  ["max", ofNumbers((numbers) => Math.max(...numbers))],
  ["min", ofNumbers((numbers) => Math.min(...numbers))],
  ["not", (value) => (value === undefined ? undefined : !toBoolean(value))],
  ["number", toNumber],
  ["string", toText],
  ["sum", ofNumbers(sum)],
  ["trim", ofText((text) => text.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, ""))],
  ["uppercase", ofText((text) => text.toUpperCase())],
]);

function toNumber(value: unknown): unknown {
  switch (typeof value) {
    case "undefined":
    case "number":
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "string": {
      read(value);
      const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(value) ? Number(value) : leave();
      return Number.isFinite(number) ? number : leave();
    }
    default:
      return leave();
  }
}
