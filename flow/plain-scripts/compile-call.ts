/** Calls of the script's own functions, and of the built-in functions and methods that plain scripts support. */
import type { AnyNode, CallExpression, MemberExpression, NewExpression } from "acorn";
import { bail } from "./bail.ts";
import { kept, plainBounds, step } from "./budget.ts";
import { inChain } from "./compile-key.ts";
import type { Compiler } from "./compiler.ts";
import type { Code, Frame } from "./frame.ts";
import { constructors, functions, statics } from "./globals.ts";
import { iterate } from "./iterate.ts";
import { findMethod, takesCallback } from "./methods.ts";
import { type Callback, fail } from "./values.ts";

type Arguments = (frame: Frame) => unknown[];

export function compileCall(node: CallExpression, compiler: Compiler): Code {
  const { callee } = node;
  if (callee.type === "Identifier")
    return node.optional ? bail("it calls a function that may be missing") : compileNamed(callee.name, node, compiler);
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return bail("it calls a value");
  const { name } = callee.property;
  const known = compileStatic(callee, name, node, compiler);
  if (known) return known;
  if (node.optional) return bail("it calls a method that may be missing");
  const method = findMethod(name);
  const owner = compiler.expression(callee.object);
  const values = compileArguments(node.arguments, compiler, takesCallback(name));
  const call = (self: unknown, frame: Frame): unknown => {
    if (self === null || self === undefined) fail();
    step(2);
    return method(self, values(frame));
  };
  return compiler.chains > 0 ? inChain(owner, callee.optional, call) : (frame) => call(owner(frame), frame);
}

function compileNamed(name: string, node: CallExpression, compiler: Compiler): Code {
  const { scopes } = compiler;
  const binding = scopes.find(name);
  if (binding) {
    const callback = binding.kind === "function" ? scopes.read(binding) : bail("it calls a value");
    const values = compileArguments(node.arguments, compiler, false);
    // A binding of this kind holds nothing but a function.
    return (frame) => (callback(frame) as Callback)(...values(frame));
  }
  const call = Object.hasOwn(functions, name) ? functions[name]! : bail(`it calls ${name}`);
  const values = compileArguments(node.arguments, compiler, false);
  return (frame) => {
    step(2);
    return call(...values(frame));
  };
}

/** Calls such as `Math.max(…)`, unless a variable shadows the name before the dot. */
function compileStatic({ object, optional }: MemberExpression, name: string, node: CallExpression, compiler: Compiler): Code | undefined {
  if (object.type !== "Identifier" || compiler.scopes.find(object.name) || !Object.hasOwn(statics, object.name)) return undefined;
  const members = statics[object.name]!;
  const call = Object.hasOwn(members, name) ? members[name] : undefined;
  if (typeof call !== "function" || optional || node.optional) return bail(`it calls ${object.name}.${name}`);
  const values = compileArguments(node.arguments, compiler, object.name === "Array" && name === "from" ? 1 : false);
  return (frame) => {
    step(2);
    return call(...values(frame));
  };
}

export function compileNew(node: NewExpression, compiler: Compiler): Code {
  const { callee } = node;
  if (callee.type !== "Identifier" || compiler.scopes.find(callee.name)) return bail("it constructs something of its own");
  const construct = Object.hasOwn(constructors, callee.name) ? constructors[callee.name]! : bail(`it constructs ${callee.name}`);
  const values = compileArguments(node.arguments, compiler, false);
  return (frame) => {
    step(2);
    return construct(...values(frame));
  };
}

/** `callbackAt` is the index of the argument that is a callback. */
function compileArguments(nodes: readonly AnyNode[], compiler: Compiler, callbackAt: number | false): Arguments {
  const parts = nodes.map((node, i) => {
    if (node.type === "SpreadElement") return { spread: compiler.expression(node.argument) };
    const callback = i === callbackAt ? compileCallback(node, compiler) : undefined;
    return { value: callback ?? compiler.expression(node) };
  });
  const codes = parts.flatMap(({ value }) => value ?? []);
  const [first, second] = codes;
  if (codes.length === parts.length) {
    if (!first) return () => [];
    if (!second) return (frame) => [first(frame)];
    return (frame) => codes.map((code) => code(frame));
  }
  return (frame) => {
    const values: unknown[] = [];
    for (const { value, spread } of parts) {
      if (value) values.push(value(frame));
      else
        iterate(spread(frame), (item) => {
          if (values.length >= plainBounds.items / 20) bail("a call has many arguments");
          values.push(kept(item));
          return false;
        });
    }
    return values;
  };
}

/** A callback: an inline function, a function of the script, or a built-in that reads only its first argument. */
function compileCallback(node: AnyNode, compiler: Compiler): Code | undefined {
  const { scopes } = compiler;
  if (node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression") return compiler.function(node);
  if (node.type !== "Identifier") return undefined;
  const binding = scopes.find(node.name);
  if (binding) return binding.kind === "function" ? scopes.read(binding) : undefined;
  if (!["Boolean", "Number", "String", "parseFloat", "isNaN"].includes(node.name)) return undefined;
  const call = functions[node.name]!;
  const callback: Callback = (value) => call(value);
  return () => callback;
}
