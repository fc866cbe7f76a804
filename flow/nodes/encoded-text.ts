/** A text with expressions in it, each value of which is encoded for the place where it lands. */
import { splitTemplate } from "../expressions/split-template.ts";
import { compileExpression, type Template } from "../expressions/template.ts";
import type { MaybePromise, NodeWorld } from "./node.ts";
import { settle, settleAll } from "./settle.ts";

type Piece = { readonly text: string } | { readonly template: Template };

export interface EncodedText {
  /** True where the text is exactly one expression. */
  readonly single: boolean;
  readonly pieces: readonly Piece[];
}

/** Takes a template text; throws an ExpressionError where an expression in it does not parse. */
export function compileEncoded(text: string): EncodedText {
  const pieces = splitTemplate(text).map((piece): Piece =>
    piece.kind === "text" ? { text: piece.text } : { template: compileExpression(text.slice(piece.start, piece.end)) },
  );
  return { single: pieces.length === 1 && pieces[0] !== undefined && "template" in pieces[0], pieces };
}

/** The values of the expressions, in order. */
export function valuesOf(text: EncodedText, world: NodeWorld<unknown>): MaybePromise<unknown[]> {
  return settleAll(text.pieces.flatMap((piece) => ("template" in piece ? [world.resolve(piece.template)] : [])));
}

/** The text with `values` in place of its expressions; `encode` receives the text before the value. */
export function joinEncoded(text: EncodedText, values: readonly unknown[], encode: (value: string, before: string) => string): string {
  let result = "";
  let next = 0;
  for (const piece of text.pieces) result += "text" in piece ? piece.text : encode(asText(values[next++]), result);
  return result;
}

/** Resolves and joins in one go. A text that is exactly one expression is not encoded: it is meant as a whole. */
export function resolveEncoded(text: EncodedText, world: NodeWorld<unknown>, encode: (value: string) => string): MaybePromise<string> {
  return settle(valuesOf(text, world), (values) => joinEncoded(text, values, text.single ? (value) => value : encode));
}

/** SPEC: inside a longer text null becomes the empty text and objects become JSON. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value.toWellFormed();
  return value === null || value === undefined ? "" : (JSON.stringify(value) ?? "");
}

export function encodeXml(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
