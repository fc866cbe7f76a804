import * as z from "zod";
import { survivesParsing } from "../json/survives-parsing.ts";
import { asText, compileEncoded, encodeXml, resolveEncoded } from "./encoded-text.ts";
import { compileExactJson } from "./exact-json.ts";
import { compileJson, type JsonSetting } from "./json-setting.ts";
import { parseJsonTemplate, quotedJson } from "./json-template.ts";
import { multipartOf, partsOf } from "./multipart-body.ts";
import type { MaybePromise, NodeWorld } from "./node.ts";
import { settle } from "./settle.ts";

const bodyTypes = ["json", "form", "xml", "text", "multipart"] as const;

export const apiBody = z
  .strictObject({
    type: z.enum(bodyTypes).meta({ title: "Type" }),
    value: z.unknown().meta({
      title: "Value",
      description:
        "json: a value or JSON text. form: an object, or text with name=value pairs. xml and text: text. multipart: a list of parts {name, value, fileName?, contentType?}, or an object. Any text can contain {{ }}.",
    }),
  })
  .meta({ title: "Body" });

/** `value` is what the run's log shows, `text` is what is sent. */
export interface BuiltBody {
  readonly contentType: string;
  readonly value: unknown;
  readonly text: string | Uint8Array;
}
export type CompiledBody = (world: NodeWorld<unknown>) => MaybePromise<BuiltBody>;

/**
 * json: templates are resolved in the strings of the *parsed* value, so that quotes in data cannot break it, and a
 * string that is exactly one expression keeps the value's type. form and xml: values inside a text are encoded.
 * Throws an ExpressionError where a template does not parse and a SyntaxError where a JSON text does not.
 */
export function compileBody(body: z.output<typeof apiBody>): CompiledBody {
  const { type, value } = body;
  switch (type) {
    case "json": {
      const exact = exactText(value);
      if (exact) return (world) => settle(exact(world), (text) => ({ contentType: "application/json", value: text, text }));
      const setting = compileJsonBody(value);
      return (world) =>
        settle(setting.resolve(world), (resolved) => ({
          contentType: "application/json",
          value: resolved ?? null,
          text: JSON.stringify(resolved ?? null),
        }));
    }
    case "form": {
      if (typeof value === "string") return compileText(value, "application/x-www-form-urlencoded", encodeForm);
      const setting = compileJson(value);
      return (world) =>
        settle(setting.resolve(world), (resolved) => ({
          contentType: "application/x-www-form-urlencoded",
          value: resolved,
          text: pairsOf(resolved)
            .map(([name, item]) => `${encodeForm(name)}=${encodeForm(asText(item))}`)
            .join("&"),
        }));
    }
    case "xml":
      return compileText(asText(value), "application/xml; charset=utf-8", encodeXml);
    case "text":
      return compileText(asText(value), "text/plain; charset=utf-8", (text) => text);
    case "multipart": {
      const setting = compileJsonBody(value);
      return (world) =>
        settle(setting.resolve(world), (resolved) => {
          const boundary = `millrace-${digits(world)}${digits(world)}`;
          const parts = partsOf(resolved);
          return { contentType: `multipart/form-data; boundary=${boundary}`, value: parts, text: multipartOf(parts, boundary) };
        });
    }
  }
}

/** A text that parsing would change is sent as it stands. */
function exactText(value: unknown): ReturnType<typeof compileExactJson> | undefined {
  if (typeof value !== "string") return undefined;
  const json = quotedJson(value);
  return survivesParsing(json) ? undefined : compileExactJson(json);
}

function digits(world: NodeWorld<unknown>): string {
  return Math.floor(world.random() * 2 ** 48)
    .toString(16)
    .padStart(12, "0");
}

function compileText(source: string, contentType: string, encode: (value: string) => string): CompiledBody {
  const text = compileEncoded(source);
  return (world) => settle(resolveEncoded(text, world, encode), (resolved) => ({ contentType, value: resolved, text: resolved }));
}

function compileJsonBody(value: unknown): JsonSetting {
  return compileJson(typeof value === "string" ? parseJsonTemplate(value) : value);
}

function pairsOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value))
    return value.flatMap((item): [string, unknown][] =>
      typeof item === "object" && item !== null && "name" in item ? [[String(item.name), (item as { value?: unknown }).value]] : [],
    );
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** WHATWG URL, application/x-www-form-urlencoded: a blank is a plus. */
function encodeForm(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll("%20", "+")
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
