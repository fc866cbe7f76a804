const minute = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** A time to the minute, without its year: "3 May, 10:00". */
export const minuteText = (at: string | number): string => minute.format(new Date(at));

/** The units of longer durations: a unit, its length in seconds, and the next smaller unit. */
const pairs = [
  ["min", 60, "s", 1],
  ["h", 3600, "min", 60],
  ["d", 86_400, "h", 3600],
] as const;

/** "840 ms", "2.4 s", "3 min 5 s", "2 h 10 min", "3 d 4 h"; "–" if unknown. */
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

/** A shorter form for little space: round times have no decimals. */
export const shortDuration = (ms: number): string => (ms === 0 ? "0" : durationText(ms).replace(/\.0 s$/, " s"));
