/**
 * Plain scripts: those that stay inside a part of JavaScript on which every engine agrees. They are compiled once into
 * closures and run here, some hundred times as fast as in the sandbox. Whatever is not certainly the same there bails
 * out, while the script is compiled or while it runs; then the sandbox runs it from its beginning. That is allowed
 * because nothing of a script is seen before it has ended: it has no effects, and changes no data but its own.
 */
import { parse, type AnyNode } from "acorn";
import { Bail, bail, Thrown, WantsCopy } from "./bail.ts";
import { beginBudget, plainBounds, stepsDone } from "./budget.ts";
import { childrenOf, type Compiler } from "./compiler.ts";
import { compileExpression } from "./compile-expression.ts";
import { compileFunction, compileFunctionBlock } from "./compile-function.ts";
import { compileAssignmentPattern, compileDeclarationPattern } from "./compile-pattern.ts";
import { compileBlock, compileStatement } from "./compile-statement.ts";
import { environment, type ScriptWorld, setEnvironment } from "./environment.ts";
import type { Code } from "./frame.ts";
import { Scopes } from "./scope.ts";
import { type Table, toData } from "./values.ts";

export type { ScriptWorld } from "./environment.ts";

export interface PlainScript {
  /** `copies`: the script changes the run's data, and gets a copy of what it touches. */
  run(context: unknown, env: Table, copies: boolean, world: ScriptWorld): PlainResult;
}

export type PlainResult =
  | { readonly kind: "done"; readonly output: unknown; readonly set: Readonly<Record<string, unknown>>; readonly steps: number }
  /** The sandbox has to run it; `wantsCopy` where a run with a copy may end here. */
  | { readonly kind: "bailed"; readonly why: string; readonly wantsCopy: boolean; readonly steps: number };

/** The compiled script, or why it is not plain. */
export function compilePlainScript(code: string): PlainScript | { readonly why: string } {
  try {
    const { run, slots } = compile(code);
    return { run: (context, env, copies, world) => runScript(run, slots, () => setEnvironment(context, env, copies, world)) };
  } catch (error) {
    if (error instanceof Bail) return { why: error.message };
    // acorn and the walks over its tree are recursive.
    if (error instanceof SyntaxError || error instanceof RangeError) return { why: "it does not parse" };
    throw error;
  }
}

const opening = '(async function (context, env) { "use strict";\n';

function compile(code: string): { readonly run: Code; readonly slots: number } {
  if (code.length > plainBounds.codeChars || !code.isWellFormed() || /\0|<!--|-->/.test(code)) bail("its text is long or unusual");
  const source = `${opening}${code}\n})`;
  const { body } = parse(source, { ecmaVersion: 2023, sourceType: "script", preserveParens: true });
  const [statement] = body;
  const wrapped =
    statement?.type === "ExpressionStatement" && statement.expression.type === "ParenthesizedExpression" && statement.expression;
  // Code that closes the function around it makes something else of the whole.
  if (!wrapped || body.length !== 1 || wrapped.end !== source.length || wrapped.expression.type !== "FunctionExpression")
    return bail("it is not one function");
  const nodes = wrapped.expression.body.body.slice(1);
  for (const node of nodes) checkNesting(node, 0);
  const compiler = newCompiler();
  compiler.scopes.enterFunction();
  const run = compileFunctionBlock(nodes, compiler);
  return { run, slots: compiler.scopes.leaveFunction().slots };
}

function newCompiler(): Compiler {
  const compiler: Compiler = {
    scopes: new Scopes(),
    chains: 0,
    expression: (node) => compileExpression(node, compiler),
    statement: (node) => compileStatement(node, compiler),
    block: (nodes) => compileBlock(nodes, compiler),
    function: (node) => compileFunction(node, compiler),
    declaration: (pattern, kind) => compileDeclarationPattern(pattern, kind, compiler),
    assignment: (pattern) => compileAssignmentPattern(pattern, compiler),
  };
  return compiler;
}

function checkNesting(node: AnyNode, depth: number): void {
  if (depth > plainBounds.syntaxNesting) bail("it is nested deeply");
  for (const child of childrenOf(node)) checkNesting(child, depth + 1);
}

function runScript(run: Code, slots: number, prepare: () => void): PlainResult {
  beginBudget();
  try {
    prepare();
    const output = toData(run({ slots: new Array<unknown>(slots), outer: undefined, result: undefined }));
    return { kind: "done", output, set: environment.context.changes(), steps: stepsDone() };
  } catch (error) {
    // What a script throws and does not catch is told in the sandbox's words. The host's stack may end before the budget.
    if (error instanceof Bail || error instanceof Thrown || error instanceof RangeError)
      return { kind: "bailed", why: error.message, wantsCopy: error instanceof WantsCopy, steps: stepsDone() };
    throw error;
  }
}
