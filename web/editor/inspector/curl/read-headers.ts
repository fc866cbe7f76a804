import { otherAuthentication } from "./options.ts";
import type { CurlOptions } from "./read-options.ts";
import type { CurlNote, Pair } from "./call.ts";

/** Headers that the sending side makes by itself. */
const ours = new Set(["content-length", "host", "connection", "transfer-encoding", "accept-encoding"]);

/** The headers of the options. One that is written out wins over the option that stands for it, as in curl. */
export function readHeaders({ values, switches }: CurlOptions, userOfAddress: string | undefined, notes: Set<CurlNote>): Pair[] {
  const headers: Pair[] = [];
  const without = new Set<string>();
  for (const [option, value] of values) {
    if (option !== "header") continue;
    if (value.startsWith("@")) notes.add("file");
    const [, name, sign = "", text = ""] = /^([^:;]+?)\s*([:;])\s*([\s\S]*?)\s*$/.exec(value) ?? [];
    // `Name:` takes a header of curl's own away, `Name;` sends an empty one.
    if (name === undefined || (sign === ";" && text !== "")) continue;
    if (sign === ":" && text === "") without.add(name.toLowerCase());
    else if (!ours.has(name.toLowerCase())) headers.push({ name: name.trim(), value: text });
  }
  const last = (option: string) => values.findLast(([name]) => name === option)?.[1];
  const add = (name: string, value: string | undefined) => {
    if (value && !has(headers, name) && !without.has(name.toLowerCase())) headers.push({ name, value });
  };
  add("User-Agent", last("user-agent"));
  add("Referer", last("referer")?.replace(/;auto$/, ""));
  add("Range", last("range") === undefined ? undefined : `bytes=${last("range")!.replace(/^bytes=/, "")}`);
  add("Cookie", cookies(values, notes));
  add("Authorization", credential(switches, last("user") ?? userOfAddress, last("oauth2-bearer"), notes));
  if (values.some(([name]) => name === "json")) add("Accept", "application/json");
  return headers;
}

export const has = (headers: readonly Pair[], name: string): boolean => valueOf(headers, name) !== undefined;
export function valueOf(headers: readonly Pair[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
}

function cookies(values: CurlOptions["values"], notes: Set<CurlNote>): string {
  const given = values.flatMap(([name, value]) => (name === "cookie" && value !== "" ? [value] : []));
  // Without an equals sign it is the name of a file.
  if (given.some((value) => !value.includes("="))) notes.add("file");
  return given.filter((value) => value.includes("=")).join("; ");
}

function credential(
  switches: ReadonlySet<string>,
  user: string | undefined,
  bearer: string | undefined,
  notes: Set<CurlNote>,
): string | undefined {
  const other = [...otherAuthentication].some((name) => switches.has(name));
  if (other) notes.add("authentication");
  if (bearer === undefined && (user === undefined || other)) return undefined;
  notes.add("password");
  if (bearer !== undefined) return `Bearer ${bearer}`;
  const both = user!.includes(":") ? user! : `${user}:`;
  if (!both.includes("{{")) return `Basic ${btoa(String.fromCodePoint(...new TextEncoder().encode(both)))}`;
  const pieces = both
    .split(/\{\{([\s\S]*?)\}\}/)
    .flatMap((piece, i) => (i % 2 === 1 ? [`(${piece})`] : piece === "" ? [] : [JSON.stringify(piece)]));
  return `Basic {{$base64encode(${pieces.join(" & ")})}}`;
}
