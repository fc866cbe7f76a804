import { ExpressionError } from "./expression-error.ts";

/** The zones that were asked for, each with its format: making one costs a thousand times as much as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();
const maxFormats = 100;

/**
 * A time zone as JSONata takes it, "+0130". Takes an offset (+01:30, +0130, Z) or a name of the IANA database, whose
 * offset is that of `atMs`; throws an ExpressionError where there is no such zone.
 */
export function offsetText(zone: string, atMs: number): string {
  const text = zone.trim();
  const offset = /^([+-]?)(\d{2}):?(\d{2})$/.exec(text);
  if (offset) {
    const [hours, minutes] = [Number(offset[2]), Number(offset[3])];
    if (hours > 14 || minutes > 59) throw unknownZone();
    return forJsonata(offset[1] === "-", hours, minutes);
  }
  if (/^z$/i.test(text)) return "+0000";
  // Intl accepts offsets of other forms as zones, but their meaning is unclear: +1 would be an hour and +130 one and a
  // half.
  if (!/^[a-z]/i.test(text)) throw unknownZone();
  const name = formatOf(text)
    .formatToParts(atMs)
    .find((part) => part.type === "timeZoneName");
  const found = /^GMT(?:([+-])(\d{2}):(\d{2})(:\d{2})?)?$/.exec(name?.value ?? "");
  if (!found) throw unknownZone();
  if (found[4] !== undefined)
    throw new ExpressionError(
      "expression_failed",
      "At that time the time zone had an offset with seconds, which cannot be written.",
      "Use UTC for times before the zone had standard time.",
    );
  return forJsonata(found[1] === "-", Number(found[2] ?? 0), Number(found[3] ?? 0));
}

function formatOf(name: string): Intl.DateTimeFormat {
  const known = formats.get(name);
  if (known) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
  } catch {
    throw unknownZone();
  }
  if (formats.size >= maxFormats) formats.clear();
  formats.set(name, format);
  return format;
}

/** JSONata rounds the hours of a negative offset down and keeps its minutes negative: -0330 would be four and a half hours. */
function forJsonata(isNegative: boolean, hours: number, minutes: number): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  if (!isNegative || minutes === 0) return `${isNegative ? "-" : "+"}${pad(hours)}${pad(minutes)}`;
  if (hours === 0) throw unknownZone();
  return `-${pad(hours - 1)}${pad(minutes)}`;
}

function unknownZone(): ExpressionError {
  return new ExpressionError(
    "expression_failed",
    "There is no such time zone.",
    'Use a name such as "Europe/Berlin", or an offset such as "+0100".',
  );
}
