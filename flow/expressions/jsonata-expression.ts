import jsonata from "jsonata";
import { limits } from "../limits.ts";
import { boundTree, type TreeFacts } from "./bound-tree.ts";
import { Budget, limitReached } from "./budget.ts";
import { cleanResult } from "./clean-result.ts";
import type { BaseFrame, Frame, Native, Node } from "./jsonata-types.ts";
import { toExpressionError } from "./messages.ts";
import { boundedNatives } from "./natives.ts";
import type { Pace } from "./pace.ts";

/**
 * JSONata inside bounds. The evaluator has no public hook that is both cheap and complete, so the budget sits in the
 * outermost frame of each evaluation, where JSONata looks up its guard and its lists; natives and regular expressions
 * are replaced by paid ones, and the tree is changed so that operators are paid for too.
 */
export interface JsonataExpression {
  /** Evaluates against `root`; `startedAt` (epoch milliseconds) is what $now and $millis tell. Rejects with an ExpressionError, or as its pace does. */
  evaluate(root: unknown, startedAt: number, bindings?: Readonly<Record<string, unknown>>, pace?: Pace): Promise<unknown>;
}

interface Assignable {
  assign(name: string | symbol, value: unknown): void;
  ast(): Node;
  evaluate(input: unknown, bindings?: Record<string, unknown>): Promise<unknown>;
}

/**
 * Parses `text`; `offset` is its start in the whole text, for the positions in errors. `inspect` sees the tree as it
 * was written.
 */
export function compileJsonata(text: string, offset: number, inspect?: (tree: Node) => void): JsonataExpression {
  let expression: Assignable;
  let facts: TreeFacts;
  try {
    checkText(text);
    expression = jsonata(text, { sequence: limits.maxExpressionItems }) as unknown as Assignable;
    const tree = expression.ast();
    inspect?.(tree);
    facts = boundTree(tree);
  } catch (error) {
    const known = toExpressionError(error, offset);
    // Whatever else goes wrong while a text is read is about the text.
    throw known.code === "expression_failed" ? Object.assign(known, { code: "expression_syntax" }) : known;
  }
  expression.assign(Symbol.for("jsonata.__createFrame_push"), guardFrame);
  // Costs a turn at every part, so only where it is needed.
  if (facts.makesObjects) expression.assign(entry, noteContext);

  return {
    async evaluate(root, startedAt, bindings, pace) {
      const budget = new Budget(facts.marksData, pace);
      // Made once, before a budget waits for its frame: they are read off an evaluation of their own.
      boundedNatives();
      try {
        nextBudget = budget;
        return cleanResult(await expression.evaluate(root, { ...bindings, "&startedAt": startedAt }));
      } catch (error) {
        budget.exhaust();
        throw toExpressionError(error, offset);
      } finally {
        budget.restore();
      }
    },
  };
}

/** What JSONata calls before it evaluates a part. */
const entry = Symbol.for("jsonata.__evaluate_entry");

/** The budget of the evaluation that starts at this moment: JSONata creates its base frame before it first waits. */
let nextBudget: Budget | undefined;

/** Called by JSONata for every new frame. The first one of an evaluation has no base above it and becomes it. */
function guardFrame(parent: Frame, frame: Frame): void {
  if (!parent.base && nextBudget) {
    guardBase(frame as BaseFrame, nextBudget);
    nextBudget = undefined;
  }
  const budget = (parent.base ?? (frame as Partial<BaseFrame>)).budget;
  if (!budget) return;
  // Whenever a function is passed on, JSONata wraps it once more: a call then runs through all wraps, so each is paid for.
  const bind = frame.bind;
  frame.bind = (name, value) => bind(name, typeof value === "function" ? payPerCall(value as Callable, budget) : value);
}

type Callable = ((...args: unknown[]) => unknown) & { readonly arity?: number };

function payPerCall(call: Callable, budget: Budget): Callable {
  const paid = (...args: unknown[]) => {
    budget.charge(2);
    return call(...args);
  };
  return Object.assign(paid, { arity: call.arity ?? call.length });
}

function guardBase(base: BaseFrame, budget: Budget): void {
  base.budget = budget;
  Object.setPrototypeOf(base, guards);
  const { byName, byOriginal } = boundedNatives();
  const lookup = base.lookup;
  const rest = async (node: Node, input: unknown, frame: Frame): Promise<void> => {
    await budget.pace?.rest();
    (lookup(entry) as typeof noteContext | undefined)?.(node, input, frame);
  };
  base.lookup = (name) => {
    // JSONata asks for this one before every part, and waits for what it finds.
    if (name === entry) return budget.pace?.isDue ? rest : lookup(name);
    const value = lookup(name);
    if (value === undefined) return typeof name === "string" && name.startsWith("&") ? byName.get(name) : undefined;
    if (typeof value !== "object" || value === null) return value;
    // JSONata creates these two again for each expression; they are recognized by name.
    if ((name === "now" || name === "millis") && (value as Partial<Native>)._jsonata_function === true) return byName.get(name);
    return byOriginal.get(value) ?? value;
  };
}

/** Below the base frame: JSONata assigns its own guard, lists and engine, which these setters let fall. */
const guards = {
  get guardrails() {
    return guard;
  },
  set guardrails(_: unknown) {},
  get createSequence() {
    return (this as unknown as BaseFrame).budget.createSequence;
  },
  set createSequence(_: unknown) {},
  get RegexEngine() {
    // The tree holds none that JSONata would run itself: see boundRegex.
    throw new Error("A regular expression was not made safe.");
  },
  set RegexEngine(_: unknown) {},
  get options() {
    const { budget } = this as unknown as BaseFrame;
    return {
      // Read at each append, which copies the list.
      get sequence() {
        budget.charge(32);
        return limits.maxExpressionItems;
      },
    };
  },
  set options(_: unknown) {},
};

function noteContext(node: Node, input: unknown, frame: Frame): void {
  if (node.type === "unary" && node.value === "{" && Array.isArray(input) && input.length === 0) frame.base!.budget.noteData(input);
}

function guard(this: BaseFrame): void {
  this.budget.charge(1);
  if (this.depth > limits.maxExpressionDepth)
    throw limitReached(
      `The expression calls itself more than about ${(limits.maxExpressionDepth / 4).toLocaleString("en")} levels deep.`,
      "Check that the recursion ends, or use a tail call.",
    );
}

function checkText(text: string): void {
  if (text.length > limits.maxExpressionChars)
    throw limitReached(`The expression has more than ${limits.maxExpressionChars.toLocaleString("en")} characters.`, "Use a Script node.");
  if (text.split(/\?[?:]/).length - 1 > limits.maxExpressionDefaults)
    throw limitReached(
      `The expression has more than ${limits.maxExpressionDefaults} of the operators ?: and ??.`,
      "Split it into several expressions.",
    );
}
