/** Destructuring patterns in declarations, parameters and assignments. */
import type { AnyNode, ArrayPattern, ObjectPattern } from "acorn";
import { bail } from "./bail.ts";
import { kept } from "./budget.ts";
import { compileKey, compilePropertyKey } from "./compile-key.ts";
import type { Compiler } from "./compiler.ts";
import type { Code, Store } from "./frame.ts";
import { iterate } from "./iterate.ts";
import { keyOf, keysOf, readProperty, writeProperty } from "./properties.ts";
import { fail, newList, newTable } from "./values.ts";

type Target = (pattern: AnyNode) => Store;

/** Initializes names that their block has already declared. */
export function compileDeclarationPattern(pattern: AnyNode, kind: "let" | "const" | "var", compiler: Compiler): Store {
  const { scopes } = compiler;
  return compilePattern(pattern, compiler, (target) => {
    if (target.type !== "Identifier") return bail("it declares something else than a name");
    const binding = (kind === "var" ? scopes.find(target.name) : scopes.own(target.name)) ?? bail("a name is not known");
    const store = scopes.write(binding);
    binding.isReady = true;
    return store;
  });
}

export function compileAssignmentPattern(pattern: AnyNode, compiler: Compiler): Store {
  const { scopes } = compiler;
  return compilePattern(pattern, compiler, (target) => {
    if (target.type === "MemberExpression") {
      const owner = compiler.expression(target.object);
      const key = compileKey(target, compiler);
      return (frame, value) => writeProperty(owner(frame), typeof key === "function" ? key(frame) : key, value);
    }
    if (target.type !== "Identifier") return bail("it assigns to something else");
    const binding = scopes.find(target.name) ?? bail("it assigns to a name that is not declared");
    if (binding.kind !== "value") bail("it assigns to a constant");
    // A variable cannot be assigned before its declaration runs.
    const store = scopes.write(binding);
    if (binding.isReady) return store;
    const read = scopes.read(binding);
    return (frame, value) => {
      read(frame);
      store(frame, value);
    };
  });
}

function compilePattern(pattern: AnyNode, compiler: Compiler, target: Target): Store {
  switch (pattern.type) {
    case "AssignmentPattern": {
      const otherwise = compiler.expression(pattern.right);
      const store = compilePattern(pattern.left, compiler, target);
      return (frame, value) => store(frame, value === undefined ? otherwise(frame) : value);
    }
    case "ObjectPattern":
      return compileTablePattern(pattern, compiler, target);
    case "ArrayPattern":
      return compileListPattern(pattern, compiler, target);
    case "ParenthesizedExpression":
      return compilePattern(pattern.expression, compiler, target);
    default:
      return target(pattern);
  }
}

function compileTablePattern({ properties }: ObjectPattern, compiler: Compiler, target: Target): Store {
  const keys: (string | Code)[] = [];
  const stores: Store[] = [];
  let rest: Store | undefined;
  for (const property of properties) {
    if (property.type === "RestElement") rest = compilePattern(property.argument, compiler, target);
    else {
      keys.push(compilePropertyKey(property, compiler));
      stores.push(compilePattern(property.value, compiler, target));
    }
  }
  return (frame, value) => {
    if (value === null || value === undefined) fail();
    const taken: string[] = [];
    for (let i = 0; i < stores.length; i++) {
      const key = keys[i]!;
      const name = typeof key === "function" ? key(frame) : key;
      if (rest) taken.push(keyOf(name));
      stores[i]!(frame, readProperty(value, name));
    }
    if (!rest) return;
    const others = newTable();
    for (const key of keysOf(value)) if (!taken.includes(key)) writeProperty(others, key, readProperty(value, key));
    rest(frame, others);
  };
}

function compileListPattern({ elements }: ArrayPattern, compiler: Compiler, target: Target): Store {
  let rest: Store | undefined;
  const stores = elements.flatMap((element): (Store | undefined)[] => {
    if (element?.type !== "RestElement") return [element ? compilePattern(element, compiler, target) : undefined];
    rest = compilePattern(element.argument, compiler, target);
    return [];
  });
  return (frame, value) => {
    if (typeof value === "string" && value.length > 1000) bail("it takes a long text apart");
    const others = newList();
    let at = 0;
    // One at a time, because storing an item can change the list.
    iterate(value, (item) => {
      if (at < stores.length) stores[at++]?.(frame, item);
      else others.push(kept(item));
      return !rest && at >= stores.length;
    });
    for (; at < stores.length; at++) stores[at]?.(frame, undefined);
    rest?.(frame, others);
  };
}
