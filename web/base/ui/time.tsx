import { labels } from "../labels.ts";
import { State } from "./status.tsx";
import { failedLook } from "./status-look.ts";

const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style: "short" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const dayOnly = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
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

/** When a key ends: never, in a while, or it has. */
export function Expiry({ at }: { at: string | null }) {
  if (at === null) return <>{labels.common.never}</>;
  const ended = new Date(at).getTime() <= Date.now();
  return ended ? (
    <State plain {...failedLook}>
      {labels.common.expired} <Time at={at} />
    </State>
  ) : (
    <Time at={at} />
  );
}
