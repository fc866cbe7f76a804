/** Formats a line of the log like the sandbox's console. */
import { bail } from "./bail.ts";
import { made, step } from "./budget.ts";
import { isTable, PlainDate, PlainMap, PlainSet } from "./values.ts";

const maxLine = 2000;
const maxItems = 50;

export function logLine(prefix: string, values: readonly unknown[]): string {
  let line = prefix;
  for (let i = 0; i < values.length && line.length < maxLine; i++) line += (i > 0 ? " " : "") + show(values[i], 0);
  if (!line.isWellFormed()) bail("it logs half a character");
  return made(line.slice(0, maxLine).replaceAll("\0", "\\0"));
}

function show(value: unknown, depth: number): string {
  step(1);
  switch (typeof value) {
    case "string":
      return depth === 0 ? value.slice(0, maxLine) : JSON.stringify(value.slice(0, maxLine));
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "object":
      return value === null ? "null" : showObject(value, depth);
    default:
      return String(value);
  }
}

function showObject(value: object, depth: number): string {
  if (value instanceof PlainDate) return value.toJSON() ?? "Invalid Date";
  if (depth > 3) return Array.isArray(value) ? "[…]" : isPlain(value) ? "{…}" : bail("it logs an unusual value");
  let line = "";
  let count = 0;
  const add = (part: () => string): void => {
    if (count++ < maxItems && line.length < maxLine) line += (line ? ", " : "") + part();
    else if (!line.endsWith("…")) line += ", …";
  };
  if (Array.isArray(value)) {
    for (const item of value.slice(0, maxItems + 1)) add(() => show(item, depth + 1));
    return `[${line}]`;
  }
  if (!isTable(value)) return bail("it logs an unusual value");
  for (const name of Object.keys(value).slice(0, maxItems + 1)) add(() => `${JSON.stringify(name)}: ${show(value[name], depth + 1)}`);
  return `{${line}}`;
}

function isPlain(value: object): boolean {
  return isTable(value) || value instanceof PlainMap || value instanceof PlainSet;
}
