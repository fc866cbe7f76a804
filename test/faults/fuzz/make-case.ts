/** One generated request: what the description asks for, with hostile things in some places. */
import { formFrom } from "./form.ts";
import { jsonFrom, type Generation, type Schema } from "./from-schema.ts";
import { brokenBodies, hostileContentTypes, hostileCursors, hostilePathParts, hostileStrings } from "./hostile.ts";
import { mutated } from "./mutate.ts";
import type { Operation } from "./operations.ts";
import type { SignedIn } from "./people.ts";
import type { Random } from "./random.ts";
import type { Made } from "./send.ts";

export interface Sources {
  readonly random: Random;
  readonly identity: SignedIn;
  readonly own: ReadonlyMap<string, readonly string[]>;
  readonly others: ReadonlyMap<string, readonly string[]>;
  readonly cursors: readonly string[];
  readonly examples: readonly unknown[];
  readonly exports: readonly Buffer[];
  resolve(ref: string): Schema;
}

export function makeCase(operation: Operation, sources: Sources): Made {
  const { random, own } = sources;
  const by: Generation = {
    random,
    hostility: random.pick([0, 0, 0.02, 0.1, 0.4]),
    resolve: sources.resolve,
    known: (field) => own.get(field) ?? (/(?:url|issuer|resource)$/i.test(field) ? addresses : (vocabulary[field] ?? [])),
  };
  const headers: Record<string, string | string[]> = { ...sources.identity };
  for (const { in: place, name } of operation.parameters)
    if (place === "header" && random.chance(0.3)) headers[name] = random.pick(headerValues);
  const body = bodyOf(operation, sources, by, headers);
  return { method: operation.method, path: pathOf(operation, sources) + queryOf(operation, sources, by), headers, body };
}

const addresses = ["https://example.com/a", "http://127.0.0.1:1/a", "http://[::1]/", "https://user:pass@example.com", "http://10.0.0.1"];
const vocabulary: Readonly<Record<string, readonly string[]>> = {
  emails: ["new@example.com", "eve@example.com", "owner@example.com"],
  email: ["owner@example.com", "new@example.com"],
  role: ["Viewer", "Editor", "Admin", "Owner"],
  version: ["current", "same", "draft"],
  fromNode: ["start", "end", "n1"],
  untilNode: ["start", "end", "n1"],
  hosts: ["example.com", "*.example.com", "127.0.0.1"],
  resolutions: ["{}"],
  backup: ["true", "false"],
  filters: [
    '[{"column":"status","operator":"is","value":"Failed"}]',
    "[]",
    "[{}]",
    '[{"column":"__proto__","operator":"is","value":""}]',
    "[",
    '{"a":1}',
  ],
};
const headerValues = ["*", '"1"', 'W/"x"', "", "0", "-1", "9007199254740993", "a,b", '"', "k".repeat(300), "key-1", "\u00e9", "__proto__"];

function pathOf({ path }: Operation, { random, own, others }: Sources): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const mine = own.get(name) ?? [];
    const theirs = others.get(name) ?? [];
    if (mine.length > 0 && random.chance(0.85)) return encodeURIComponent(random.chance(0.7) ? mine.at(-1)! : random.pick(mine));
    if (theirs.length > 0 && random.chance(0.4)) return encodeURIComponent(random.pick(theirs));
    return random.pick(hostilePathParts);
  });
}

function queryOf({ parameters, name: operation }: Operation, { random, cursors }: Sources, by: Generation): string {
  const pairs: string[] = [];
  for (const { in: place, name, schema } of parameters) {
    if (place !== "query" || random.chance(0.5)) continue;
    pairs.push(`${encodeURIComponent(name)}=${valueOf(name, schema ?? {})}`);
    if (random.chance(0.05)) pairs.push(`${encodeURIComponent(name)}=${valueOf(name, schema ?? {})}`);
  }
  if (operation === "oauthCallback" || random.chance(0.1))
    pairs.push(random.pick(["unknown=1", "__proto__=1", "state=a&code=b", "error=x", "%", "=&&=", "a[]=1", "%ff=%ff"]));
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;

  function valueOf(name: string, schema: Schema): string {
    // A long poll is meant to take long, and is not waited for here.
    if (name === "wait") return random.pick(["0", "1", "0.5", "-1", "61", "NaN", "", "1e999", "%00", "Infinity"]);
    if (random.chance(0.05)) return random.pick(hostilePathParts);
    if (name === "cursor") return encodeURIComponent(random.pick([...cursors, ...cursors, ...hostileCursors]));
    if (random.chance(0.15)) return encoded(random.pick(hostileStrings).slice(0, 4000));
    const text = jsonFrom(schema, { ...by, hostility: Math.min(by.hostility, 0.1) }, name).slice(0, 4000);
    return encoded(text.startsWith('"') ? text.replaceAll(/^"|"$/g, "") : text);
  }
}

/** Half surrogate pairs have no encoding of their own. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

function bodyOf(operation: Operation, sources: Sources, by: Generation, headers: Record<string, string | string[]>): Buffer | undefined {
  const { random, examples, exports } = sources;
  if (operation.method === "GET") return undefined;
  if (operation.form) {
    const { properties = {} } = operation.form.$ref ? sources.resolve(operation.form.$ref) : operation.form;
    // An import takes an archive or a flow, never a table.
    const fitting = "flow_definition" in properties ? exports.slice(0, 2) : exports;
    const files = Object.fromEntries(
      Object.entries(properties).flatMap(([name, { format }]) => (format === "binary" ? [[name, fitting] as const] : [])),
    );
    const text = (name: string): string =>
      random.chance(0.6) ? unquoted(jsonFrom(properties[name] ?? {}, by, name)) : random.pick(hostileStrings);
    const form = formFrom(Object.keys(properties), random, { files, text });
    headers["content-type"] = random.chance(0.05) ? [...random.pick(hostileContentTypes)] : form.contentType;
    return form.body;
  }
  if (!operation.json && random.chance(0.7)) return undefined;
  headers["content-type"] = random.chance(0.05) ? [...random.pick(hostileContentTypes)] : "application/json";
  if (random.chance(0.07)) {
    if (random.chance(0.3)) delete headers["content-type"];
    return Buffer.from(random.pick(brokenBodies));
  }
  const isFromExample = examples.length > 0 && random.chance(0.6);
  return Buffer.from(isFromExample ? mutated(random.pick(examples), random) : jsonFrom(operation.json ?? {}, by));
}

const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1) : text);
