import type { z } from "zod";
import type { Span } from "./text/mapped-text.ts";
import type { ScanText } from "./text/scan-text.ts";

type MaybePromise<T> = T | Promise<T>;
export type Side = "input" | "output";

/** Where a scanner struck, in UTF-16 units of the original text. */
export interface Match extends Span {
  /** What was found there, for people: “E-mail address”, “aws-access-token”. */
  readonly label: string;
}

/** What an engine found in a text. */
export interface Finding {
  /** From 0 to 1; compared with the threshold. */
  readonly score: number;
  readonly matches: readonly Match[];
  /** The text to go on with, where the scanner changes it. */
  readonly replacement?: string;
}

/** Everything that a scanner may look at. */
export interface ScanWorld<Settings> {
  readonly settings: Settings;
  readonly text: ScanText;
  /** The prompt that the text answers; empty on the input side. */
  readonly prompt: string;
}

/** What a model engine asks a model, and how its answer is read. Calling the model is up to the caller. */
export interface Judge {
  /** System prompt and user prompt for any chat model. */
  ask(text: string, prompt: string): { readonly system: string; readonly user: string };
  /** The score in a model's answer; undefined where the answer cannot be read. */
  read(answer: string): number | undefined;
}

/**
 * A kind of scanner, declared once: its settings, where it applies, and its engines. The same declaration validates,
 * scans, draws the form and documents.
 */
export interface ScannerDeclaration<Settings extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly title: string;
  /** One sentence for a person who meets it for the first time. */
  readonly summary: string;
  readonly sides: readonly Side[];
  /** A strict object; `.meta({ title, description })` on a field feeds the form. */
  readonly settings: Settings;
  readonly defaultThreshold: number;
  /** The local engine: pure, without a call. A promise where weights or rules are loaded first. */
  scan(world: ScanWorld<z.output<Settings>>): MaybePromise<Finding>;
  /** Set where a model can judge as well. */
  readonly judge?: Judge;
}

/** Keeps the link between a declaration's schema and its engine while it is written. */
export function declareScanner<Settings extends z.ZodType>(declaration: ScannerDeclaration<Settings>): ScannerDeclaration<Settings> {
  return declaration;
}
