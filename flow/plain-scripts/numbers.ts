/** Conversions between numbers and texts on which all engines agree. */
import { bail } from "./bail.ts";
import { made, read } from "./budget.ts";
import { PlainDate } from "./values.ts";

const decimal = /^[-+]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][-+]?\d{1,3})?$/;
/** A text that starts like this may be a number in another notation. Any other text is NaN. */
const otherNumber = /^[-+]?(?:0[xXoObB]|Infinity|[\d.])/;

/** `Number(value)`. */
export function toNumber(value: unknown): number {
  switch (typeof value) {
    case "number":
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "undefined":
      return NaN;
    case "string":
      return numberOf(value);
  }
  if (value === null) return 0;
  return value instanceof PlainDate ? value.ms : bail("it makes a number of an object");
}

function numberOf(text: string): number {
  if (text.length > 100 || !isAscii(text)) return bail("it makes a number of a long or unusual text");
  const trimmed = text.trim();
  if (trimmed === "") return 0;
  if (decimal.test(trimmed)) return Number(trimmed);
  return otherNumber.test(trimmed) ? bail("it makes a number of an unusual text") : NaN;
}

export function parseWhole(value: unknown, radix: unknown): number {
  if (radix !== undefined && radix !== 10) bail("parseInt with another base");
  if (typeof value === "number") {
    // Other numbers are written with an exponent, which parseInt does not read, or become minus zero.
    return value === 0 || (Math.abs(value) >= 1 && Math.abs(value) < 1e15) ? Math.trunc(value) + 0 : bail("parseInt of such a number");
  }
  const text = typeof value === "string" ? value : bail("parseInt of such a value");
  const digits = /^[\t\n\r ]*([-+]?\d*)(x?)/i.exec(text)!;
  if (digits[1]!.length > 15 || !isAscii(text) || digits[2] !== "" || digits[1] === "-0") bail("parseInt of such a text");
  return /\d/.test(digits[1]!) ? Number(digits[1]) : NaN;
}

export function parseDecimal(value: unknown): number {
  if (typeof value === "number") return value === 0 ? 0 : value;
  const text = typeof value === "string" && isAscii(value) ? value.trimStart() : bail("parseFloat of such a value");
  const number = /^[-+]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,3})?/.exec(text)?.[0];
  if (number === undefined) return /^[-+]?(?:Infinity|\d|\.\d)/.test(text) ? bail("parseFloat of such a text") : NaN;
  return /^[\d.]/.test(text.slice(number.length)) && number.length > 40 ? bail("parseFloat of a long text") : Number(number);
}

/** `String(value)`, also for templates and `+`. */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? bail("it makes a text of an object") : made(String(value));
}

export function isAscii(text: string): boolean {
  read(text);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** A position or count that must be a whole number, or undefined. */
export function toWhole(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  return typeof value === "number" && Number.isInteger(value) ? value : bail("a position is not a whole number");
}
