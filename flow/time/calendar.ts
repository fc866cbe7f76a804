/** Dates that exist. JavaScript reads 30 February as 1 March; here it is invalid. */

/** How many days a month has; months count from 1. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function isRealDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|([+-])(\d{2}):?(\d{2}))?$/i;

/**
 * Epoch milliseconds of an ISO 8601 time, in UTC where it names no zone; digits beyond milliseconds are dropped. Undefined
 * where the text has another form, or where there is no such day or time.
 */
export function parseIsoTime(text: string): number | undefined {
  const found = iso.exec(text);
  if (!found) return undefined;
  const number = (index: number, otherwise = 0) => (found[index] === undefined ? otherwise : Number(found[index]));
  const [year, month, day] = [number(1), number(2, 1), number(3, 1)];
  const [hour, minute, second, zoneHour, zoneMinute] = [number(4), number(5), number(6), number(10), number(11)];
  if (!isRealDate(year, month, day) || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59) return undefined;
  const ms = Number((found[7] ?? "").padEnd(3, "0").slice(0, 3));
  // ISO 8601 calls the end of a day 24:00.
  if (hour > 23 && !(hour === 24 && minute === 0 && second === 0 && ms === 0)) return undefined;
  const date = new Date(0);
  // Date.UTC would take the years 0 to 99 for those of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, ms);
  const zone = (zoneHour * 60 + zoneMinute) * 60_000;
  return found[9] === "-" ? date.getTime() + zone : date.getTime() - zone;
}

/**
 * Whether a number looks like Unix seconds, as tokens and many APIs carry them: as milliseconds it would be a time from 1970
 * to 1973, as seconds one from 1973 to 5138.
 */
export function looksLikeSeconds(value: number): boolean {
  return value >= 1e8 && value < 1e11;
}
