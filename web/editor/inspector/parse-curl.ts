/**
 * A curl command, as documentation and browsers give them, read into the settings of an API node. A shell's rules come
 * first, then curl's own; whatever of the command is not in the settings has a note.
 */
import type { CurlCall, CurlNote, Pair } from "./curl/call.ts";
import { findCurl, readCommand } from "./curl/find-command.ts";
import { encodeData } from "./curl/encode-data.ts";
import { readAddress } from "./curl/read-address.ts";
import { bodyOf, isImplied, readData } from "./curl/read-body.ts";
import { has, readHeaders } from "./curl/read-headers.ts";
import { readOptions, type CurlOptions } from "./curl/read-options.ts";
import { readParts } from "./curl/read-parts.ts";

export interface ReadCurl {
  readonly call: CurlCall;
  readonly notes: readonly CurlNote[];
  /** The options for the note `options`, as written. */
  readonly notCarried: readonly string[];
}

const methods: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Whether a pasted text is meant as a curl command. */
export function looksLikeCurl(text: string): boolean {
  return findCurl(text) !== undefined;
}

/** The call that the command makes; undefined if the text is not a curl command or has no address. */
export function parseCurl(text: string): ReadCurl | undefined {
  const command = findCurl(text);
  if (command === undefined) return undefined;
  const { words, notes: shellNotes } = readCommand(command);
  const options = readOptions(words);
  const [address] = options.addresses;
  if (!address) return undefined;
  const notes = new Set<CurlNote>(shellNotes);
  if (options.hasNext) notes.add("more");
  if (options.addresses.length > 1) notes.add("address");
  if (command.includes("{{")) notes.add("expression");
  const call = callOf(address, options, notes);
  const notCarried = [...options.notCarried, ...untyped(options)];
  if (notCarried.length > 0) notes.add("options");
  return { call, notes: [...notes], notCarried };
}

function callOf(given: string, options: CurlOptions, notes: Set<CurlNote>): CurlCall {
  const { values, switches } = options;
  const data = readData(values, notes);
  const inQuery = switches.has("get") ? [data ?? ""] : [];
  const scheme = values.findLast(([name]) => name === "proto-default")?.[1] ?? "http";
  const address = readAddress(given, [...inQuery, ...queryOf(values, notes)], scheme, !switches.has("globoff"));
  if (address.isPattern) notes.add("pattern");
  const headers = readHeaders(options, address.user, notes);
  const parts = readParts(values, notes);
  const isJson = values.some(([name]) => name === "json");
  const sent = switches.has("get") ? undefined : data;
  const body = parts === undefined ? bodyOf(sent ?? "", isJson, headers, notes) : { type: "multipart" as const, value: parts };
  const method = methodOf(options, sent !== undefined || parts !== undefined, notes);
  if (body && (method === "GET" || method === "HEAD")) notes.add("getBody");
  return { method, url: address.url, query: address.query, headers: withoutImplied(headers, body), ...(body ? { body } : {}) };
}

function queryOf(values: CurlOptions["values"], notes: Set<CurlNote>): string[] {
  return values.flatMap(([name, value]) => {
    if (name !== "url-query") return [];
    const text = value.startsWith("+") ? value.slice(1) : encodeData(value);
    if (text === undefined) notes.add("file");
    return text === undefined ? [] : [text];
  });
}

function methodOf({ values, switches }: CurlOptions, sends: boolean, notes: Set<CurlNote>): string {
  const uploads = values.some(([name]) => name === "upload-file");
  if (uploads) notes.add("file");
  const asked = values.findLast(([name]) => name === "request")?.[1].toUpperCase();
  const method = asked ?? (switches.has("head") ? "HEAD" : uploads ? "PUT" : sends ? "POST" : "GET");
  if (methods.includes(method)) return method;
  notes.add("method");
  return "GET";
}

function withoutImplied(headers: readonly Pair[], body: CurlCall["body"]): Pair[] {
  return headers.filter(({ name, value }) => !(body && name.toLowerCase() === "content-type" && isImplied(body.type, value)));
}

/** `Content-Type:` without a value sends a body without a type, which the node cannot. */
function untyped({ values }: CurlOptions): string[] {
  const headers = values.filter(([name]) => name === "header").map(([, value]) => ({ name: value.replace(/:\s*$/, ""), value }));
  return has(headers, "content-type") ? ["-H Content-Type:"] : [];
}
