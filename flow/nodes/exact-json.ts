/**
 * A JSON body that is sent as it was written, with only its expressions replaced: for texts whose numbers or doubled keys
 * would not come back from a parser.
 */
import { compileTemplate } from "../expressions/template.ts";
import type { MaybePromise, NodeWorld } from "./node.ts";
import { settle, settleAll } from "./settle.ts";

/** Takes valid JSON text whose expressions stand in strings. Keys are never templates. */
export function compileExactJson(json: string): (world: NodeWorld<unknown>) => MaybePromise<string> {
  const texts: string[] = [];
  const templates: ReturnType<typeof compileTemplate>[] = [];
  let from = 0;
  for (const { 1: string, 2: colon, index } of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)) {
    const source = JSON.parse(string!) as string;
    if (colon !== undefined || !source.includes("{{")) continue;
    texts.push(json.slice(from, index));
    templates.push(compileTemplate(source));
    from = index + string!.length;
  }
  const rest = json.slice(from);
  return (world) =>
    settle(
      settleAll(templates.map((template) => world.resolve(template))),
      (values) => texts.map((text, i) => text + JSON.stringify(values[i] ?? null)).join("") + rest,
    );
}
