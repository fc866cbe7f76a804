/**
 * Plain scripts stay within a part of JavaScript on which all engines agree. They are compiled once to closures, which run
 * about a hundred times as fast as the sandbox. Anything that might differ in the sandbox bails out, when the script is
 * compiled or while it runs, and the sandbox runs the script from its start. This is safe because nothing of a script is
 * visible before it ends: it has no effects, and it changes no data but its own.
 */
import { parse, type AnyNode } from "acorn";
import { Bail, bail, Thrown, WantsCopy } from "./bail.ts";
import { beginBudget, plainBounds, stepsDone } from "./budget.ts";
import { childrenOf, type Compiler } from "./compiler.ts";
import { compileExpression } from "./compile-expression.ts";
import { compileFunction, compileFunctionBlock } from "./compile-function.ts";
import { compileAssignmentPattern, compileDeclarationPattern } from "./compile-pattern.ts";
import { compileBlock, compileStatement } from "./compile-statement.ts";
import { clearEnvironment, environment, type ScriptWorld, setEnvironment } from "./environment.ts";
import type { Code } from "./frame.ts";
import { Scopes } from "./scope.ts";
import { type Table, toData } from "./values.ts";

export type { ScriptWorld } from "./environment.ts";

export interface PlainScript {
  /** With `copies` the script gets copies of the run's data, which it may change. */
  run(context: unknown, env: Table, copies: boolean, world: ScriptWorld): PlainResult;
}

export type PlainResult =
  | { readonly kind: "done"; readonly output: unknown; readonly set: Readonly<Record<string, unknown>>; readonly steps: number }
  /** The sandbox must run the script; with `wantsCopy`, running it again with copies can still succeed here. */
  | { readonly kind: "bailed"; readonly why: string; readonly wantsCopy: boolean; readonly steps: number };

/** Returns the compiled script, or why it is not plain. */
export function compilePlainScript(code: string): PlainScript | { readonly why: string } {
  try {
    const { run, slots } = compile(code);
    return { run: (context, env, copies, world) => runScript(run, slots, () => setEnvironment(context, env, copies, world)) };
  } catch (error) {
    if (error instanceof Bail) return { why: error.message };
    // acorn and the code that reads its tree are recursive.
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
  // Code can contain the end of the function around it.
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
    // The sandbox words the errors that a script does not catch. The host's stack can end before the budget does.
    if (error instanceof Bail || error instanceof Thrown || error instanceof RangeError)
      return { kind: "bailed", why: error.message, wantsCopy: error instanceof WantsCopy, steps: stepsDone() };
    throw error;
  } finally {
    clearEnvironment();
  }
}
