/** Paths of names with indexes and filters, over plain objects and lists of them, by JSONata's rules for sequences. */
import type { Node, Stage } from "./jsonata-types.ts";
import { leave, visit } from "./plain-budget.ts";
import { toBoolean } from "./plain-operators.ts";
import type { Scope } from "./scope.ts";

/** Takes the input of the current part of the expression, and the scope. Undefined is a missing value. */
export type PlainCode = (input: unknown, scope: Scope) => unknown;

/** Results of a filter, which become items of the path. A list of the data is a value until its path goes on. */
class Sequence {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

type Filter = (value: unknown, scope: Scope) => unknown;

interface Step {
  readonly name: string;
  readonly filters: readonly Filter[];
}

export function compilePlainPath(nodes: readonly Node[], compile: (node: Node) => PlainCode | undefined): PlainCode | undefined {
  const steps = nodes.map((node) => compileStep(node, compile));
  if (!steps.every((step) => step !== undefined)) return undefined;
  return (input, scope) => {
    // A path from a list has rules of its own.
    if (Array.isArray(input)) leave();
    let items: readonly unknown[] = [input];
    for (const [i, { name, filters }] of steps.entries()) {
      const found: unknown[] = [];
      visit(items.length);
      for (const item of items) {
        const value = filters.reduce<unknown>((value, filter) => filter(value, scope), lookUp(item, name, scope));
        if (value !== undefined) found.push(value);
      }
      const [first] = found;
      if (i === steps.length - 1 && found.length === 1 && Array.isArray(first)) return first;
      items = found.flatMap((value) => (value instanceof Sequence ? value.items : value));
      visit(items.length);
    }
    return items.length > 1 ? items : items[0];
  };
}

function compileStep({ type, value, stages, ...others }: Node, compile: (node: Node) => PlainCode | undefined): Step | undefined {
  const isPlain = Object.entries(others).every(([key, part]) => key === "position" || part === undefined);
  if (type !== "name" || typeof value !== "string" || !isPlain) return undefined;
  const filters = (stages ?? []).map((stage) => compileFilter(stage, compile));
  return filters.every((filter) => filter !== undefined) ? { name: value, filters } : undefined;
}

function compileFilter({ type, expr }: Stage, compile: (node: Node) => PlainCode | undefined): Filter | undefined {
  if (type !== "filter" || !expr) return undefined;
  if (expr.type === "number") return indexed(Math.floor(expr.value as number));
  const test = compile(expr);
  return (
    test &&
    ((value, scope) => {
      const items = itemsOf(value);
      visit(items.length);
      const passing = items.filter((item) => {
        const result = test(item, scope);
        // A number is an index.
        return typeof result === "number" ? leave() : toBoolean(result);
      });
      return new Sequence(passing);
    })
  );
}

function indexed(index: number): Filter {
  return (value) => {
    const items = itemsOf(value);
    const item = items[index < 0 ? items.length + index : index];
    if (item === undefined) return new Sequence([]);
    return Array.isArray(item) ? item : new Sequence([item]);
  };
}

function itemsOf(value: unknown): readonly unknown[] {
  if (value instanceof Sequence) return value.items;
  return Array.isArray(value) ? value : [value];
}

function lookUp(item: unknown, name: string, scope: Scope): unknown {
  if (typeof item !== "object" || item === null) return undefined;
  if (Array.isArray(item)) return leave();
  if (item === scope && name === "context") return scope;
  return Object.hasOwn(item, name) ? (item as Record<string, unknown>)[name] : undefined;
}
