import type { Range } from "./dashboard-model.ts";

const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
/** Days are counted in UTC, and so they are named. */
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** The name of an hour or of a day. */
export function pointTime(at: string, range: Range): string {
  return (range === "24h" ? hour : day).format(new Date(at));
}
