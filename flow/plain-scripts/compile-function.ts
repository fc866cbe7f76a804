import type { AnonymousFunctionDeclaration, AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from "acorn";
import { bail } from "./bail.ts";
import { enter, kept, leave, step } from "./budget.ts";
import { type Compiler, countNodes } from "./compiler.ts";
import { namesOf, varNames } from "./compile-statement.ts";
import { type Act, type Code, type Frame, signals, type Store } from "./frame.ts";
import { comparisonKindOf, markComparison } from "./sort.ts";
import { type Callback, newList } from "./values.ts";

type FunctionNode = AnonymousFunctionDeclaration | ArrowFunctionExpression | FunctionDeclaration | FunctionExpression;

export function compileFunction(node: AnyNode, compiler: Compiler): (frame: Frame) => Callback {
  if (node.type !== "ArrowFunctionExpression" && node.type !== "FunctionExpression" && node.type !== "FunctionDeclaration")
    return bail("a function is made in another way");
  if (node.async || node.generator) return bail("a function is asynchronous or a generator");
  if (node.type === "FunctionExpression" && node.id) return bail("a function expression has a name");
  const { params, reset, body, slots } = compileBody(node, compiler);
  const cost = countNodes(node);
  const comparison = comparisonKindOf(node);
  return (outer) =>
    markComparison((...given) => {
      step(cost);
      const depth = enter();
      const frame: Frame = { slots: new Array<unknown>(slots), outer, result: undefined };
      reset?.(frame);
      for (let i = 0; i < params.length; i++) params[i]!(frame, given);
      const result = body(frame);
      leave(depth);
      return result;
    }, comparison);
}

function compileBody(node: FunctionNode, compiler: Compiler) {
  const { scopes } = compiler;
  const chainsAround = compiler.chains;
  compiler.chains = 0;
  scopes.enterFunction();
  for (const name of node.params.flatMap(namesOf)) scopes.declare(name, "value");
  const params = node.params.map((param, i) => compileParameter(param, i, compiler));
  const body = node.body.type === "BlockStatement" ? compileFunctionBlock(node.body.body, compiler) : compiler.expression(node.body);
  const { slots, reset } = scopes.leaveFunction();
  compiler.chains = chainsAround;
  return { params, body, slots, reset };
}

function compileParameter(param: AnyNode, at: number, compiler: Compiler): (frame: Frame, given: readonly unknown[]) => void {
  if (param.type === "RestElement") {
    const store = compiler.declaration(param.argument, "let");
    return (frame, given) => {
      const rest = newList();
      for (let i = at; i < given.length; i++) rest.push(kept(given[i]));
      store(frame, rest);
    };
  }
  const store: Store = compiler.declaration(param, "let");
  return (frame, given) => store(frame, given[at]);
}

/** Compiles the statements of a function to code that returns its result. */
export function compileFunctionBlock(nodes: readonly AnyNode[], compiler: Compiler): Code {
  // `var` declares a name for the whole function, with the value undefined.
  for (const name of new Set(nodes.flatMap(varNames))) compiler.scopes.declare(name, "value").isReady = true;
  const run: Act = compiler.block(nodes);
  return (frame) => (run(frame) === signals.return ? frame.result : undefined);
}
