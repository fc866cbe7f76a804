/**
 * The steps and inputs that a node reads, determined from its texts. Unclear cases count as read: asking for too much
 * is harmless.
 */
import type { FlowDocument } from "../../base/api/resources.ts";
import { hasRole } from "../drawing/node-kinds.ts";

type Flow = FlowDocument;
type Node = Flow["nodes"][number];

export interface Used {
  /** Ids of steps other than the Start. */
  readonly steps: ReadonlySet<string>;
  /** Names of the workflow's inputs. */
  readonly inputs: ReadonlySet<string>;
}

/** `steps` without a name after it: the text may read any of them. */
const everyStep = /\bsteps\b(?!\s*\??\.?\s*(?:[\w$`]|\[\s*["'`]))/;
/** The text after a mention of the Start: one of its inputs; otherwise the whole Start is meant. */
const member = /^["'`]?\s*\]?\s*(?:(?:\?\.)?\[\s*["'`]([^"'`]+)["'`]|\??\.\s*(?:`([^`]+)`|([\p{L}_$][\p{L}\p{N}_$]*)))/u;

export function usedBy(nodes: readonly Node[], flow: Flow): Used {
  const texts = nodes.flatMap(({ config }) => textsIn(config));
  const all = texts.some((text) => everyStep.test(text));
  const start = flow.nodes.find((node) => hasRole(node, "start"));
  const others = flow.nodes.filter((node) => node !== start);
  return {
    steps: new Set(others.filter(({ name }) => all || texts.some((text) => mentions(text, name).length > 0)).map(({ id }) => id)),
    inputs: new Set(all || !start ? flow.inputs.map(({ name }) => name) : inputsIn(texts, start.name, flow)),
  };
}

function inputsIn(texts: readonly string[], start: string, { inputs }: Flow): string[] {
  const found = new Set<string>();
  for (const text of texts)
    for (const rest of mentions(text, start)) {
      const [, inBrackets, inTicks, plain] = member.exec(rest) ?? [];
      const name = inBrackets ?? inTicks ?? plain;
      if (name === undefined) return inputs.map((each) => each.name);
      found.add(name);
    }
  return inputs.map(({ name }) => name).filter((name) => found.has(name));
}

const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}_$]/u.test(char);

/** What follows each mention of a name as a whole word. */
function mentions(text: string, name: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!isWord(text[at - 1]) && !isWord(text[at + name.length])) found.push(text.slice(at + name.length));
  return found;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
