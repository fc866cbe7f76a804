/** JSON.parse and JSON.stringify for values of a script. */
import { bail } from "./bail.ts";
import { hold, kept, made, plainBounds, step, walked } from "./budget.ts";
import { fail, isTable, newList, newTable, PlainDate, type Table } from "./values.ts";

/** Text that no JSON parser accepts, however lenient it is. */
const noJson = /^[\t\n\r ]*(?:$|[A-HJ-MO-Za-eg-mo-su-z<&%*])/;

export function parseJson(text: unknown, reviver?: unknown): unknown {
  if (reviver !== undefined) bail("JSON.parse with a reviver");
  if (typeof text !== "string") return bail("JSON.parse of another value than a text");
  if (text.length > plainBounds.textChars) bail("a text is too long");
  walked(text.length >> 4);
  if (noJson.test(text)) fail();
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    return bail("JSON.parse of a text that is not JSON");
  }
  return ownCopy(value, 0);
}

function ownCopy(value: unknown, depth: number): unknown {
  step(2);
  kept(value);
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0) ? value : bail("JSON.parse gives an unusual number");
  if (typeof value !== "object" || value === null) return value;
  if (depth > plainBounds.nesting) bail("JSON.parse gives deep data");
  if (Array.isArray(value)) {
    const list = newList();
    for (const item of value) list.push(ownCopy(item, depth + 1));
    return list.length > plainBounds.items ? bail("a list is too long") : list;
  }
  const table = newTable();
  for (const key of Object.keys(value)) {
    if (key === "__proto__") bail("JSON.parse gives the name __proto__");
    hold(32 + 2 * key.length);
    table[key] = ownCopy((value as Table)[key], depth + 1);
  }
  return table;
}

export function stringifyJson(value: unknown, replacer?: unknown, space?: unknown): string | undefined {
  if (replacer !== undefined && replacer !== null) bail("JSON.stringify with a replacer");
  if (space !== undefined && space !== null && typeof space !== "number" && typeof space !== "string")
    bail("JSON.stringify with an unusual space");
  lookThrough(value, 0);
  const text = JSON.stringify(value, null, space ?? undefined) as string | undefined; // TypeScript's type forgets undefined.
  return text === undefined ? undefined : made(text);
}

/** Bails if a value is nested too deeply, or is not plain data. */
function lookThrough(value: unknown, depth: number): void {
  step(1);
  if (typeof value === "string") walked(value.length >> 5);
  if (typeof value !== "object" || value === null || value instanceof PlainDate) return;
  if (depth > plainBounds.nesting) bail("JSON.stringify of deep data");
  if (Array.isArray(value)) for (const item of value) lookThrough(item, depth + 1);
  else if (isTable(value)) for (const key of Object.keys(value)) lookThrough(value[key], depth + 1);
  else bail("JSON.stringify of an unusual value");
}
