/** Dates from milliseconds and from ISO texts, which all engines parse alike. */
import { bail } from "./bail.ts";
import { environment } from "./environment.ts";
import { made } from "./budget.ts";
import { fail, PlainDate } from "./values.ts";

const iso = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{3})?)?(?:Z|[-+]\d\d:\d\d))?$/;
const furthest = 8.64e15;

export function newDate(...given: unknown[]): PlainDate {
  if (given.length === 0) return new PlainDate(environment.world.now());
  const [first] = given;
  if (given.length > 1) return bail("a date is made of its parts");
  if (first instanceof PlainDate) return new PlainDate(first.ms);
  if (typeof first === "number") return new PlainDate(Math.abs(first) <= furthest ? Math.trunc(first) + 0 : NaN);
  return new PlainDate(parseDate(first));
}

export function parseDate(text: unknown): number {
  if (typeof text !== "string" || !iso.test(text)) return bail("a date is written in another way");
  const [year, month, day, hour = 0, minute = 0, second = 0] = text
    .slice(0, 19)
    .split(/[-T:Z+]/)
    .map(Number) as [number, number, number];
  // Engines disagree about days that do not exist.
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
  return exists ? Date.parse(text) : bail("a date does not exist");
}

type DateMethod = (date: PlainDate, value: unknown) => unknown;

const part =
  (read: (date: Date) => number): DateMethod =>
  ({ ms }) =>
    read(new Date(ms));

/** In local time. Workers run in UTC; any other zone is left to the sandbox. */
const localPart =
  (read: (date: Date) => number): DateMethod =>
  ({ ms }) => {
    const date = new Date(ms);
    return Number.isNaN(ms) || date.getTimezoneOffset() === 0 ? read(date) : bail("it uses the local time");
  };

const change =
  (write: (date: Date, value: number) => number): DateMethod =>
  (date, value) => {
    if (typeof value !== "number" || !Number.isInteger(value) || Math.abs(value) > 1e9)
      return bail("it changes a date by an unusual number");
    return (date.ms = write(new Date(date.ms), value));
  };

const localChange = (write: (date: Date, value: number) => number): DateMethod => {
  const changed = change(write);
  return (date, value) => {
    if (new Date(date.ms).getTimezoneOffset() !== 0) bail("it uses the local time");
    return changed(date, value);
  };
};

export const dateMethods: Readonly<Record<string, DateMethod>> = {
  getDate: localPart((date) => date.getDate()),
  getDay: localPart((date) => date.getDay()),
  getFullYear: localPart((date) => date.getFullYear()),
  getHours: localPart((date) => date.getHours()),
  getMilliseconds: part((date) => date.getUTCMilliseconds()),
  getMinutes: localPart((date) => date.getMinutes()),
  getMonth: localPart((date) => date.getMonth()),
  getSeconds: part((date) => date.getUTCSeconds()),
  getTime: ({ ms }) => ms,
  getUTCDate: part((date) => date.getUTCDate()),
  getUTCDay: part((date) => date.getUTCDay()),
  getUTCFullYear: part((date) => date.getUTCFullYear()),
  getUTCHours: part((date) => date.getUTCHours()),
  getUTCMilliseconds: part((date) => date.getUTCMilliseconds()),
  getUTCMinutes: part((date) => date.getUTCMinutes()),
  getUTCMonth: part((date) => date.getUTCMonth()),
  getUTCSeconds: part((date) => date.getUTCSeconds()),
  setDate: localChange((date, value) => date.setDate(value)),
  setHours: localChange((date, value) => date.setHours(value)),
  setMinutes: localChange((date, value) => date.setMinutes(value)),
  setMonth: localChange((date, value) => date.setMonth(value)),
  setTime: (date, value) =>
    typeof value === "number" && Math.abs(value) <= furthest ? (date.ms = Math.trunc(value) + 0) : bail("setTime"),
  setUTCDate: change((date, value) => date.setUTCDate(value)),
  setUTCHours: change((date, value) => date.setUTCHours(value)),
  setUTCMinutes: change((date, value) => date.setUTCMinutes(value)),
  setUTCMonth: change((date, value) => date.setUTCMonth(value)),
  toISOString: (date) => made(date.toJSON() ?? fail()),
  toJSON: (date) => date.toJSON(),
  valueOf: ({ ms }: PlainDate) => ms,
};
