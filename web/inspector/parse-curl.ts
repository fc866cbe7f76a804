/** A curl command, as documentation and browsers give them, read into the settings of an API node. */
import { splitShellWords } from "./shell-words.ts";

interface Pair {
  name: string;
  value: string;
}
export interface CurlCall {
  method: string;
  url: string;
  query: Pair[];
  headers: Pair[];
  body?: { type: "json" | "form" | "xml" | "text"; value: string };
}
/** What could not be taken over, so that nobody believes that it was. */
export type CurlNote = "password" | "file" | "form" | "method";
export interface ReadCurl {
  call: CurlCall;
  notes: CurlNote[];
}

const methods: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Options that take a value, by their long name; everything else is a switch. What is not used here only has its value skipped. */
const short: Readonly<Record<string, string>> = {
  H: "header",
  d: "data",
  X: "request",
  u: "user",
  A: "user-agent",
  e: "referer",
  b: "cookie",
  F: "form",
  o: "output",
  m: "max-time",
  x: "proxy",
  w: "write-out",
  T: "upload-file",
  c: "cookie-jar",
  E: "cert",
  K: "config",
  r: "range",
  y: "speed-time",
  Y: "speed-limit",
  z: "time-cond",
};
const withValue = new Set([
  ...Object.values(short),
  "data-raw",
  "data-ascii",
  "data-binary",
  "data-urlencode",
  "json",
  "url",
  "url-query",
  "oauth2-bearer",
  "form-string",
  "connect-timeout",
  "retry",
  "retry-delay",
  "retry-max-time",
  "cacert",
  "capath",
  "cert-type",
  "key",
  "key-type",
  "pass",
  "resolve",
  "interface",
  "limit-rate",
  "max-redirs",
  "max-filesize",
  "proxy-user",
  "proxy-header",
  "ciphers",
  "dns-servers",
  "noproxy",
  "unix-socket",
  "aws-sigv4",
]);

/** Whether a pasted text is meant as a curl command. */
export function looksLikeCurl(text: string): boolean {
  return /^\s*(?:[$>#]\s+)?curl(?:\.exe)?\s/.test(text);
}

/** The call that the command makes; undefined where the text is no curl command or has no address. */
export function parseCurl(text: string): ReadCurl | undefined {
  if (!looksLikeCurl(text)) return undefined;
  const found: Found = { headers: [], data: [], urlData: [], notes: new Set() };
  const words = splitShellWords(text.replace(/^\s*(?:[$>#]\s+)?/, "")).slice(1);
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "--") continue;
    const option = readOption(word);
    if (!option) {
      found.url ??= word;
      continue;
    }
    for (const name of option.switches) takeSwitch(found, name);
    if (option.name) take(found, option.name, option.value ?? words[++at] ?? "");
  }
  return found.url === undefined || found.url === "" ? undefined : build(found);
}

interface Found {
  url?: string;
  method?: string;
  headers: Pair[];
  data: string[];
  /** Data that goes into the address, by --url-query. */
  urlData: string[];
  json?: boolean;
  get?: boolean;
  notes: Set<CurlNote>;
}

/** `-sSXPOST` is three options, the last with its value; `--data=x` is not curl's way but is understood. */
function readOption(word: string): { switches: string[]; name?: string; value?: string } | undefined {
  if (word.startsWith("--")) {
    const [name = "", ...rest] = word.slice(2).split("=");
    if (!withValue.has(name)) return { switches: [name] };
    return rest.length > 0 ? { switches: [], name, value: rest.join("=") } : { switches: [], name };
  }
  if (!word.startsWith("-") || word === "-") return undefined;
  const switches: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const name = short[word[at]!];
    if (name === undefined) switches.push({ G: "get", I: "head" }[word[at]!] ?? word[at]!);
    else return { switches, name, ...(at + 1 < word.length ? { value: word.slice(at + 1) } : {}) };
  }
  return { switches };
}

function takeSwitch(found: Found, name: string): void {
  if (name === "get") found.get = true;
  if (name === "head") found.method ??= "HEAD";
}

function take(found: Found, name: string, value: string): void {
  switch (name) {
    case "url":
      found.url ??= value;
      return;
    case "request":
      found.method = value.toUpperCase();
      return;
    case "header": {
      const colon = value.indexOf(":");
      if (colon > 0) found.headers.push({ name: value.slice(0, colon).trim(), value: value.slice(colon + 1).trim() });
      return;
    }
    case "user":
      found.notes.add("password");
      found.headers.push({ name: "Authorization", value: `Basic ${base64(value.includes(":") ? value : `${value}:`)}` });
      return;
    case "oauth2-bearer":
      found.notes.add("password");
      found.headers.push({ name: "Authorization", value: `Bearer ${value}` });
      return;
    case "user-agent":
      found.headers.push({ name: "User-Agent", value });
      return;
    case "referer":
      found.headers.push({ name: "Referer", value });
      return;
    case "cookie":
      found.headers.push({ name: "Cookie", value });
      return;
    case "json":
      found.json = true;
      takeData(found, value, value.startsWith("@"));
      return;
    case "data":
    case "data-ascii":
    case "data-binary":
      takeData(found, value, value.startsWith("@"));
      return;
    case "data-raw":
      takeData(found, value, false);
      return;
    case "data-urlencode":
      takeData(found, encodeData(value), /^[^=]*@/.test(value));
      return;
    case "url-query":
      found.urlData.push(encodeData(value));
      return;
    case "form":
    case "form-string":
      found.notes.add("form");
      return;
    case "upload-file":
      found.notes.add("file");
      found.method ??= "PUT";
  }
}

function takeData(found: Found, value: string, isFile: boolean): void {
  if (isFile) found.notes.add("file");
  else found.data.push(value);
}

/** curl encodes what stands behind the first equals sign. */
function encodeData(value: string): string {
  const equals = value.indexOf("=");
  return equals < 0 ? encodeURIComponent(value) : `${value.slice(0, equals + 1)}${encodeURIComponent(value.slice(equals + 1))}`;
}

function build(found: Found): ReadCurl {
  const { notes } = found;
  const sendsBody = found.data.length > 0 && !found.get;
  const { url, query } = splitAddress(found.url!, [...found.urlData, ...(found.get ? found.data : [])]);
  const guessed = found.method ?? (sendsBody || notes.has("form") ? "POST" : "GET");
  if (!methods.includes(guessed)) notes.add("method");
  const headers = found.headers.filter(({ name }) => !ours.has(name.toLowerCase()));
  if (found.json && !has(headers, "accept")) headers.push({ name: "Accept", value: "application/json" });
  const body = sendsBody ? bodyOf(found, headers) : undefined;
  const call: CurlCall = {
    method: methods.includes(guessed) ? guessed : "GET",
    url,
    query,
    headers: headers.filter(({ name, value }) => !(body && name.toLowerCase() === "content-type" && isImplied(body.type, value))),
    ...(body ? { body } : {}),
  };
  return { call, notes: [...notes] };
}

/** Headers that the sending side makes by itself. */
const ours = new Set(["content-length", "host", "connection", "transfer-encoding", "accept-encoding"]);
const has = (headers: readonly Pair[], name: string): boolean => headers.some((header) => header.name.toLowerCase() === name);

function splitAddress(address: string, more: readonly string[]): { url: string; query: Pair[] } {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) || address.startsWith("{{") ? address : `http://${address}`;
  // A fragment never leaves the caller; a # inside an expression is none.
  const [bare = ""] = whole.includes("{{") ? [whole] : whole.split("#");
  const mark = bare.indexOf("?");
  const parts = [...(mark < 0 ? [] : bare.slice(mark + 1).split("&")), ...more.flatMap((each) => each.split("&"))];
  return {
    url: mark < 0 ? bare : bare.slice(0, mark),
    query: parts.filter((part) => part !== "").map(pairOf),
  };
}

function pairOf(part: string): Pair {
  const equals = part.indexOf("=");
  return equals < 0 ? { name: decode(part), value: "" } : { name: decode(part.slice(0, equals)), value: decode(part.slice(equals + 1)) };
}
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function bodyOf(found: Found, headers: readonly Pair[]): NonNullable<CurlCall["body"]> {
  const text = found.data.join(found.json ? "" : "&");
  const kind = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value.toLowerCase() ?? "";
  const pretty = prettyJson(text);
  // curl itself would call data without a type a form; whoever writes JSON there means JSON.
  if (found.json || /[/+]json/.test(kind) || (kind === "" && pretty !== undefined)) return { type: "json", value: pretty ?? text };
  if (/[/+]xml/.test(kind)) return { type: "xml", value: text };
  return { type: kind === "" || kind.includes("x-www-form-urlencoded") ? "form" : "text", value: text };
}

function prettyJson(text: string): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

/** The node sends this type with such a body anyway. */
function isImplied(type: "json" | "form" | "xml" | "text", value: string): boolean {
  const [media = ""] = value.toLowerCase().split(";");
  return (
    media.trim() ===
    { json: "application/json", form: "application/x-www-form-urlencoded", xml: "application/xml", text: "text/plain" }[type]
  );
}

function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}
