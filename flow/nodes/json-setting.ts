import * as z from "zod";
import { compileSettings, resolveSettings } from "../expressions/settings.ts";
import { compileTemplate } from "../expressions/template.ts";
import type { MaybePromise, NodeWorld } from "./node.ts";

/** A setting that holds any JSON value; every text in it may be a template. */
export const jsonSetting = z.unknown().refine((value) => value !== undefined, "Enter a value");

/** A setting that must not be left blank. */
export const requiredText = z.string().refine((text) => text.trim() !== "", "Enter a value");

/** A compiled JSON setting. `constant` where nothing in it is an expression. */
export interface JsonSetting {
  readonly constant: boolean;
  resolve(world: NodeWorld<unknown>): MaybePromise<unknown>;
}

/** Takes what the builder wrote; throws an ExpressionError where a template in it does not parse. */
export function compileJson(value: unknown): JsonSetting {
  if (typeof value === "string") {
    if (!value.includes("{{")) return { constant: true, resolve: () => value };
    const template = compileTemplate(value);
    return { constant: false, resolve: (world) => world.resolve(template) };
  }
  if (typeof value !== "object" || value === null) return { constant: true, resolve: () => value };
  const settings = compileSettings(value);
  return { constant: false, resolve: (world) => resolveSettings(settings, world.scope) };
}
