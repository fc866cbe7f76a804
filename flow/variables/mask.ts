/** Puts ••• in place of secrets, wherever their values turn up in what a step leaves behind. */
import type { NodeResult } from "../nodes/node.ts";
import { limits } from "../limits.ts";
import { SecretFinder } from "./secret-finder.ts";

const mark = "•••";

/** Deeper values are not data: bodies and results have far lower limits. */
const maxDepth = 500;

export class Mask {
  readonly #finder: SecretFinder;
  /** Values that JSON may hold as numbers. */
  readonly #numbers: ReadonlySet<number>;

  constructor(values: readonly string[]) {
    this.#finder = new SecretFinder(values);
    this.#numbers = new Set(
      values
        .filter((value) => value.trim().length >= limits.minMaskedChars)
        .map(Number)
        .filter(Number.isFinite),
    );
  }

  finds(text: string): boolean {
    return this.#finder.find(text).length > 0;
  }

  text(text: string): string {
    const spans = this.#finder.find(text);
    if (spans.length === 0) return text;
    let masked = "";
    let from = 0;
    for (const { start, end } of spans) {
      masked += text.slice(from, start) + mark;
      from = end;
    }
    return masked + text.slice(from);
  }

  /** A JSON value with every text and key in it masked. Parts without secrets are the same objects. */
  value(value: unknown, depth = 0): unknown {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.#isSecretNumber(value) ? mark : value;
    if (typeof value !== "object" || value === null) return value;
    if (depth >= maxDepth) return mark;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.value(item, depth + 1));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    const before = Object.entries(value);
    const after = before.map(([key, item]) => [this.text(key), this.value(item, depth + 1)] as const);
    const isSame = after.every(([key, item], index) => key === before[index]![0] && item === before[index]![1]);
    // fromEntries makes own properties, so that a key `__proto__` stays a key.
    return isSame ? value : Object.fromEntries(after);
  }

  /** What a node's work came to, as it may be recorded. */
  result(result: NodeResult): NodeResult {
    const { input, output, logs } = result;
    const shown = {
      ...(input === undefined ? {} : { input: this.value(input) }),
      ...(output === undefined ? {} : { output: this.value(output) }),
      ...(logs ? { logs: logs.map((line) => this.text(line)) } : {}),
    };
    if (result.kind === "fail") {
      const { message, suggestion } = result.error;
      const error = {
        ...result.error,
        message: this.text(message),
        ...(suggestion === undefined ? {} : { suggestion: this.text(suggestion) }),
      };
      return { ...result, ...shown, error };
    }
    if (result.kind === "wait" || !result.set) return { ...result, ...shown };
    // An object stays an object.
    return { ...result, ...shown, set: this.value(result.set) as Readonly<Record<string, unknown>> };
  }

  #isSecretNumber(value: number): boolean {
    return this.#numbers.size > 0 && (this.#numbers.has(value) || this.finds(String(value)));
  }
}
