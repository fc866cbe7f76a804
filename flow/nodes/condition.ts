import * as z from "zod";
import { compileRegex, type LinearRegex } from "../expressions/regex.ts";
import { operators } from "./compare.ts";
import { operatorNames, unaryOperators } from "./operators.ts";
import { invalidSetting } from "./invalid-setting.ts";
import { compileJson, requiredText } from "./json-setting.ts";
import { outcomeOfItem } from "./node-face.ts";
import { declareNode, type MaybePromise, type NodeResult, type NodeWorld } from "./node.ts";
import { compileBare } from "./bare-expression.ts";
import { rested, settle, settleAll } from "./settle.ts";

const criterion = z.strictObject({
  left: z.unknown().meta({ title: "Left", description: "Usually an expression in {{ }}." }),
  operator: z.enum(operatorNames).meta({ title: "Operator" }),
  right: z
    .unknown()
    .optional()
    .meta({ title: "Right", description: "A constant takes the type of the left side: 5 is a number if the left side is a number." }),
});

const branch = z
  .strictObject({
    join: z.enum(["and", "or"]).optional().meta({ title: "Join", description: "and: all criteria must be true. or: one is enough." }),
    criteria: z.array(criterion).min(1, "Add at least one criterion").optional().meta({ title: "Criteria" }),
    expression: requiredText.optional().meta({ title: "Expression", description: "One JSONata expression instead of criteria." }),
  })
  .meta({ title: "Branch" });

const params = z.strictObject({
  branches: z
    .array(branch)
    .min(1, "Add at least one branch")
    .meta({ title: "Branches", description: "IF, then each ELSE IF. The first branch that is true is taken." }),
});

type Branch = z.output<typeof branch>;
type Criterion = z.output<typeof criterion>;

const ways = { itemsOf: "branches", first: "if", next: "elseif", last: "else" } as const;

/** Takes the first branch that holds, or `else`. */
export const condition = declareNode({
  type: "condition",
  family: "flow",
  icon: "condition",
  title: "Condition",
  summary: "Takes the first branch whose criteria are true.",
  params,
  role: "step",
  decides: true,
  outcomes: ways,
  // An open branch is allowed to be drawn; taking it fails the run with "Path not defined".
  required: [],
  card: [{ kind: "branches", of: "branches" }],
  initial: { branches: [{ join: "and", criteria: [{ left: "", operator: "==", right: "" }] }] },
  outputFields: ["branch"],
  form: { editors: { branches: "branches" } },
  problems: ["branch_unclear", "criterion_incomplete", "regex_invalid"],
  lenience: () => "operand",
  work: "instant",
  retryable: false,
  textKind: (path) => (path[2] === "expression" ? "expression" : path[4] === "left" || path[4] === "right" ? "template" : "plain"),
  check(config, report) {
    config.branches.forEach((each, index) => {
      if ((each.criteria === undefined) === (each.expression === undefined)) {
        report({
          code: "branch_unclear",
          path: ["branches", index],
          message: "A branch needs either criteria or an expression, not both.",
          suggestion: "Enter criteria or an expression.",
        });
      }
      each.criteria?.forEach((one, at) => {
        const path = ["branches", index, "criteria", at];
        if (one.left === undefined || one.left === "") {
          report({
            code: "criterion_incomplete",
            path: [...path, "left"],
            message: "A criterion has no left side.",
            suggestion: "Choose a value to compare.",
          });
        }
        if (one.right === undefined && !unaryOperators.includes(one.operator)) {
          report({
            code: "criterion_incomplete",
            path: [...path, "right"],
            message: `The operator ${one.operator} needs a right side.`,
            suggestion: "Enter a value to compare with.",
          });
        }
        if (one.operator !== "matches" || one.right === undefined) return;
        if (typeof one.right === "string" && one.right.includes("{{")) return;
        const fault = typeof one.right === "string" ? patternFrom(one.right) : "It must be text.";
        if (typeof fault === "string") {
          report({
            code: "regex_invalid",
            path: [...path, "right"],
            message: `The regular expression is not valid. ${fault}`,
            suggestion: "Use RE2 syntax, which has no look-around and no back-references.",
          });
        }
      });
    });
  },
  compile: (config) => config.branches.map(compileBranch),
  execute(world) {
    const tried: unknown[] = [];
    const next = (index: number): MaybePromise<NodeResult> => {
      const compiled = world.config[index];
      if (!compiled) return { kind: "done", outcome: ways.last, output: { branch: ways.last }, input: { branches: tried } };
      return settle(
        rested(world.pace, () => compiled(world)),
        (verdict) => {
          tried.push({ outcome: outcomeOfItem(ways, index), ...verdict.seen, result: verdict.holds });
          if (verdict.fault) return { ...verdict.fault, input: { branches: tried } };
          if (!verdict.holds) return next(index + 1);
          const outcome = outcomeOfItem(ways, index);
          return { kind: "done", outcome, output: { branch: outcome }, input: { branches: tried } };
        },
      );
    };
    return next(0);
  },
});

interface Verdict {
  readonly holds: boolean;
  /** What the branch looked at, for the run's log. */
  readonly seen: object;
  readonly fault?: NodeResult;
}
type World = NodeWorld<unknown>;

function compileBranch(each: Branch): (world: World) => MaybePromise<Verdict> {
  if (each.expression !== undefined) {
    const template = compileBare(each.expression);
    return (world) => settle(world.resolve(template), (value) => ({ holds: isTruthy(value), seen: { expression: value } }));
  }
  const criteria = (each.criteria ?? []).map(compileCriterion);
  const all = each.join !== "or";
  return (world) => {
    const seen: object[] = [];
    const next = (index: number): MaybePromise<Verdict> => {
      const compiled = criteria[index];
      if (!compiled) return { holds: all, seen: { criteria: seen } };
      return settle(
        rested(world.pace, () => compiled(world)),
        (verdict) => {
          seen.push({ ...verdict.seen, result: verdict.holds });
          return verdict.fault || verdict.holds !== all ? { ...verdict, seen: { criteria: seen } } : next(index + 1);
        },
      );
    };
    return next(0);
  };
}

function compileCriterion({ operator, left: leftSetting, right: rightSetting = null }: Criterion): (world: World) => MaybePromise<Verdict> {
  const [left, right] = [compileJson(leftSetting), compileJson(rightSetting)];
  const unary = unaryOperators.includes(operator);
  const fixedPattern =
    operator === "matches" && right.constant && typeof rightSetting === "string" ? compileRegex(rightSetting) : undefined;
  return (world) =>
    settle(settleAll([left.resolve(world), right.resolve(world)]), ([a, b]) => {
      const seen = unary ? { left: a ?? null, operator } : { left: a ?? null, operator, right: b ?? null };
      const operands = [
        { value: a, constant: left.constant },
        { value: b, constant: right.constant },
      ] as const;
      if (operator !== "matches" || fixedPattern || typeof b !== "string")
        return { holds: operators[operator](...operands, fixedPattern, world.pace), seen };
      const pattern = patternFrom(b);
      if (typeof pattern === "string")
        return { holds: false, seen, fault: invalidSetting("The pattern", b, "a regular expression in RE2 syntax") };
      return { holds: operators.matches(...operands, pattern, world.pace), seen };
    });
}

/** As JSONata's `$boolean` casts: empty texts, lists and objects, 0 and null do not hold; a list holds if one item does. */
function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTruthy);
  return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** The compiled pattern, or a text that says why there is none. */
function patternFrom(pattern: string): LinearRegex | string {
  try {
    return compileRegex(pattern);
  } catch (error) {
    return (error as Error).message;
  }
}
