import { labels } from "./labels.ts";

const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style: "short" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const dayOnly = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const minute = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** How long ago, in whole units that have passed, or ahead, to the nearest: "5 min. ago", "in 3 days"; more than 30 days away, the date. */
function relativeTime(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  if (Math.abs(seconds) > 30 * 86_400) return dayOnly.format(at);
  const whole = seconds > 0 ? Math.round : Math.trunc;
  for (const [unit, size] of units) if (Math.abs(seconds) >= size) return relative.format(whole(seconds / size), unit);
  return labels.common.justNow;
}

/** A time, relative; the exact one on hover. `none` stands where there is none. */
export function Time({ at, none = "–" }: { at: string | number | null | undefined; none?: string }) {
  if (at === null || at === undefined) return <span class="soft">{none}</span>;
  const ms = new Date(at).getTime();
  return (
    <time dateTime={new Date(ms).toISOString()} title={exact.format(ms)}>
      {relativeTime(ms, Date.now())}
    </time>
  );
}

/** A time to the minute, without its year: "3 May, 10:00". */
export const minuteText = (at: string | number): string => minute.format(new Date(at));

/** What longer durations are told in: a unit, the seconds that it has, and the smaller one behind it. */
const pairs = [
  ["min", 60, "s", 1],
  ["h", 3600, "min", 60],
  ["d", 86_400, "h", 3600],
] as const;

/** "840 ms", "2.4 s", "3 min 5 s", "2 h 10 min", "3 d 4 h"; "–" where nobody knows. */
export function durationText(ms: number | null): string {
  if (ms === null) return "–";
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  const tenths = (ms / 1000).toFixed(1);
  if (Number(tenths) < 60) return `${tenths} s`;
  // Rounded before it is taken apart: no minute has a 60th second.
  const seconds = Math.round(ms / 1000);
  const [unit, size, smaller, step] = pairs.findLast((pair) => pair[1] <= seconds)!;
  const told = Math.round(seconds / step) * step;
  const rest = (told % size) / step;
  return `${Math.floor(told / size)} ${unit}${rest === 0 ? "" : ` ${rest} ${smaller}`}`;
}

/** The same for an axis: round times need no digit behind the point. */
export const tickText = (ms: number): string => (ms === 0 ? "0" : durationText(ms).replace(/\.0 s$/, " s"));

/** When a key ends: never, in a while, or it has. */
export function Expiry({ at }: { at: string | null }) {
  if (at === null) return <>{labels.common.never}</>;
  const ended = new Date(at).getTime() <= Date.now();
  return ended ? (
    <span class="status status-failed">
      {labels.common.expired} <Time at={at} />
    </span>
  ) : (
    <Time at={at} />
  );
}
