import type {
  AnyNode,
  CatchClause,
  ForStatement,
  ForOfStatement,
  ForInStatement,
  SwitchStatement,
  TryStatement,
  VariableDeclaration,
} from "acorn";
import { bail, Thrown } from "./bail.ts";
import { callDepth, leave, step } from "./budget.ts";
import { childrenOf, type Compiler, countNodes } from "./compiler.ts";
import { type Act, type Code, type Frame, type Signal, signals } from "./frame.ts";
import { iterate } from "./iterate.ts";
import { keysOf } from "./properties.ts";
import { isSame, throwValue } from "./values.ts";

export function compileStatement(node: AnyNode, compiler: Compiler): Act {
  switch (node.type) {
    case "ExpressionStatement": {
      const value = compiler.expression(node.expression);
      return (frame) => {
        value(frame);
        return signals.next;
      };
    }
    case "VariableDeclaration":
      return compileDeclaration(node, compiler);
    case "FunctionDeclaration":
      // The function was created when the block was entered.
      return () => signals.next;
    case "ReturnStatement": {
      const value = node.argument ? compiler.expression(node.argument) : () => undefined;
      return (frame) => {
        frame.result = value(frame);
        return signals.return;
      };
    }
    case "IfStatement": {
      const test = compiler.expression(node.test);
      const then = compiler.block([node.consequent]);
      const otherwise = node.alternate ? compiler.block([node.alternate]) : () => signals.next;
      return (frame) => (test(frame) ? then(frame) : otherwise(frame));
    }
    case "BlockStatement":
      return compiler.block(node.body);
    case "EmptyStatement":
      return () => signals.next;
    case "ForStatement":
      return compileFor(node, compiler);
    case "ForOfStatement":
    case "ForInStatement":
      return compileForEach(node, compiler);
    case "WhileStatement":
      return compileWhile(compiler.expression(node.test), compiler.block([node.body]), countNodes(node));
    case "DoWhileStatement": {
      const body = compiler.block([node.body]);
      const again = compileWhile(compiler.expression(node.test), body, countNodes(node));
      return (frame) => {
        const signal = body(frame);
        if (signal === signals.break) return signals.next;
        return signal === signals.return ? signal : again(frame);
      };
    }
    case "BreakStatement":
      return node.label ? bail("it uses a label") : () => signals.break;
    case "ContinueStatement":
      return node.label ? bail("it uses a label") : () => signals.continue;
    case "SwitchStatement":
      return compileSwitch(node, compiler);
    case "ThrowStatement": {
      const value = compiler.expression(node.argument);
      return (frame) => throwValue(value(frame));
    }
    case "TryStatement":
      return compileTry(node, compiler);
    default:
      return bail(`it uses ${node.type}`);
  }
}

/** A block with its own scope. Functions are created first, because they can be called before their declaration. */
export function compileBlock(nodes: readonly AnyNode[], compiler: Compiler): Act {
  const { scopes } = compiler;
  scopes.enterBlock();
  for (const node of nodes) declareNames(node, compiler);
  const functions = nodes.flatMap((node) => {
    if (node.type !== "FunctionDeclaration" || !node.id) return [];
    return { name: node.id.name, make: compiler.function(node) };
  });
  const stores = functions.map(({ name, make }) => {
    const store = scopes.write(scopes.own(name));
    return (frame: Frame) => store(frame, make(frame));
  });
  const acts = nodes.filter(({ type }) => type !== "FunctionDeclaration").map((node) => compiler.statement(node));
  const reset = scopes.leaveBlock();
  const run = inOrder(acts);
  if (!reset && stores.length === 0) return run;
  return (frame) => {
    reset?.(frame);
    for (const store of stores) store(frame);
    return run(frame);
  };
}

function inOrder(acts: readonly Act[]): Act {
  if (acts.length === 1) return acts[0]!;
  return (frame) => {
    for (let i = 0; i < acts.length; i++) {
      const signal = acts[i]!(frame);
      if (signal !== signals.next) return signal;
    }
    return signals.next;
  };
}

/** Declares the names of a block before its statements are compiled. */
function declareNames(node: AnyNode, { scopes }: Compiler): void {
  if (node.type === "FunctionDeclaration" && node.id) {
    // The function is created before the statements of its block run.
    scopes.declare(node.id.name, "function").isReady = true;
  } else if (node.type === "VariableDeclaration" && node.kind !== "var") {
    const kind = node.kind === "const" ? "constant" : "value";
    for (const { id, init } of node.declarations) {
      const isFunction = id.type === "Identifier" && (init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression");
      for (const name of namesOf(id)) scopes.declare(name, isFunction ? "function" : kind);
    }
  }
}

export function namesOf(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "Property":
      return namesOf(pattern.value);
    case "AssignmentPattern":
      return namesOf(pattern.left);
    default:
      return childrenOf(pattern).flatMap(namesOf);
  }
}

/** The names that `var` declares anywhere in a function. */
export function varNames(node: AnyNode): string[] {
  if (/Function/.test(node.type)) return [];
  const own = node.type === "VariableDeclaration" && node.kind === "var" ? node.declarations.flatMap(({ id }) => namesOf(id)) : [];
  return [...own, ...childrenOf(node).flatMap(varNames)];
}

function compileDeclaration(node: VariableDeclaration, compiler: Compiler): Act {
  const { kind } = node;
  if (kind !== "let" && kind !== "const" && kind !== "var") return bail("it uses another declaration");
  const { scopes } = compiler;
  const acts = node.declarations.map(({ id, init }): ((frame: Frame) => void) => {
    const binding = id.type === "Identifier" && kind !== "var" ? scopes.own(id.name) : undefined;
    if (binding?.kind === "function") {
      const make = compiler.function(init!);
      const store = scopes.write(binding);
      binding.isReady = true;
      return (frame) => store(frame, make(frame));
    }
    if (!init && kind === "var") return () => {};
    const value = init ? compiler.expression(init) : () => undefined;
    const store = compiler.declaration(id, kind);
    return (frame) => store(frame, value(frame));
  });
  return (frame) => {
    for (const act of acts) act(frame);
    return signals.next;
  };
}

function compileFor(node: ForStatement, compiler: Compiler): Act {
  const { init, test, update, body } = node;
  const { scopes } = compiler;
  scopes.enterBlock();
  if (init) declareNames(init, compiler);
  const start = !init ? () => {} : init.type === "VariableDeclaration" ? compiler.statement(init) : compiler.expression(init);
  const goesOn = test ? compiler.expression(test) : () => true;
  const next = update ? compiler.expression(update) : () => {};
  const run = compiler.block([body]);
  const reset = scopes.leaveBlock();
  const cost = countNodes(node);
  return (frame) => {
    reset?.(frame);
    start(frame);
    for (; goesOn(frame); next(frame)) {
      step(cost);
      const signal = run(frame);
      if (signal === signals.break) break;
      if (signal === signals.return) return signal;
    }
    return signals.next;
  };
}

function compileWhile(test: Code, body: Act, cost: number): Act {
  return (frame) => {
    while (test(frame)) {
      step(cost);
      const signal = body(frame);
      if (signal === signals.break) break;
      if (signal === signals.return) return signal;
    }
    return signals.next;
  };
}

function compileForEach(node: ForOfStatement | ForInStatement, compiler: Compiler): Act {
  if (node.type === "ForOfStatement" && node.await) bail("it waits");
  const { scopes } = compiler;
  const items = compiler.expression(node.right);
  scopes.enterBlock();
  const { left } = node;
  const isDeclaration = left.type === "VariableDeclaration";
  if (isDeclaration) declareNames(left, compiler);
  const store = isDeclaration
    ? compiler.declaration(left.declarations[0]!.id, left.kind === "using" || left.kind === "await using" ? bail("using") : left.kind)
    : compiler.assignment(left);
  const run = compiler.block([node.body]);
  const reset = scopes.leaveBlock();
  const cost = countNodes(node);
  const each = (visit: (item: unknown) => boolean, frame: Frame): void => {
    if (node.type === "ForOfStatement") return iterate(items(frame), visit);
    const owner = items(frame);
    if (owner === null || owner === undefined) return;
    for (const key of keysOf(owner)) {
      if (!Object.hasOwn(owner, key)) bail("a name is deleted while names are visited");
      if (visit(key)) return;
    }
  };
  return (frame) => {
    let signal: Signal = signals.next;
    each((item) => {
      step(cost);
      reset?.(frame);
      store(frame, item);
      signal = run(frame);
      return signal === signals.break || signal === signals.return;
    }, frame);
    // TypeScript does not see that the callback assigns it.
    return (signal as Signal) === signals.return ? signal : signals.next;
  };
}

function compileSwitch({ discriminant, cases }: SwitchStatement, compiler: Compiler): Act {
  const value = compiler.expression(discriminant);
  if (cases.some(({ consequent }) => consequent.some(({ type }) => type === "VariableDeclaration" || type === "FunctionDeclaration")))
    bail("it declares names in a case");
  const tests = cases.map(({ test }) => (test ? compiler.expression(test) : undefined));
  const acts = cases.map(({ consequent }) => inOrder(consequent.map((node) => compiler.statement(node))));
  const otherwise = tests.indexOf(undefined);
  return (frame) => {
    const given = value(frame);
    const found = tests.findIndex((test) => test && isSame(given, test(frame)));
    const first = found >= 0 ? found : otherwise;
    if (first < 0) return signals.next;
    for (let i = first; i < acts.length; i++) {
      const signal = acts[i]!(frame);
      if (signal === signals.break) return signals.next;
      if (signal !== signals.next) return signal;
    }
    return signals.next;
  };
}

function compileTry({ block, handler, finalizer }: TryStatement, compiler: Compiler): Act {
  const tried = compiler.block(block.body);
  const caught = handler ? compileCatch(handler, compiler) : undefined;
  const guarded: Act = !caught
    ? tried
    : (frame) => {
        const depth = callDepth();
        try {
          return tried(frame);
        } catch (thrown) {
          if (!(thrown instanceof Thrown)) throw thrown;
          leave(depth);
          return caught(frame, thrown.error);
        }
      };
  if (!finalizer) return guarded;
  const last = compiler.block(finalizer.body);
  return (frame) => {
    const depth = callDepth();
    let signal: Signal;
    try {
      signal = guarded(frame);
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      leave(depth);
      const ended = last(frame);
      if (ended !== signals.next) return ended;
      throw thrown;
    }
    const { result } = frame;
    const ended = last(frame);
    if (ended !== signals.next) return ended;
    frame.result = result;
    return signal;
  };
}

function compileCatch({ param, body }: CatchClause, compiler: Compiler): (frame: Frame, error: unknown) => Signal {
  const { scopes } = compiler;
  scopes.enterBlock();
  for (const name of param ? namesOf(param) : []) scopes.declare(name, "value");
  const store = param ? compiler.declaration(param, "let") : () => {};
  const run = compiler.block(body.body);
  const reset = scopes.leaveBlock();
  return (frame, error) => {
    reset?.(frame);
    store(frame, error);
    return run(frame);
  };
}
