import { limits } from "../limits.ts";
import { limitReached } from "./budget.ts";
import type { Node, Stage } from "./jsonata-types.ts";
import { prepareRegexLiteral } from "./regex.ts";

/** What the compiler learns about a tree while it makes it safe to evaluate. */
export interface TreeFacts {
  /** JSONata would put marks on lists of the data: see Budget.restore. */
  marksData: boolean;
  /** Objects are made: JSONata fills the list that is their context where that is empty. */
  makesObjects: boolean;
}

/**
 * Changes JSONata's tree in place so that no operator does unbounded work: those that touch values of any size become
 * calls to paid functions (replaced-natives.ts) with the same meaning. Throws an ExpressionError for what cannot be
 * bounded at all.
 */
export function boundTree(root: Node): TreeFacts {
  const facts: TreeFacts = { marksData: false, makesObjects: false };
  visit(root, facts, 0);
  return facts;
}

function visit(node: Node, facts: TreeFacts, depth: number): void {
  if (depth > limits.maxExpressionNesting) throw limitReached("The expression is nested too deeply.");
  for (const child of childrenOf(node)) visit(child, facts, depth + 1);
  if (node.keepSingletonArray || node.group) facts.marksData = true;
  switch (node.type) {
    case "regex":
      boundRegex(node);
      break;
    case "lambda":
      checkSignature(node);
      break;
    case "binary":
      boundOperator(node);
      break;
    case "wildcard":
      becomeCall(node, "&*", [{ type: "variable", value: "" }]);
      break;
    case "unary":
      if (node.value === "{") facts.marksData = facts.makesObjects = true;
      if (node.value === "[" && (node.consarray || node.expressions!.some((item) => item.value === "["))) guardNested(node);
      break;
    case "function":
    case "partial":
      guardProcedure(node);
      break;
  }
}

/** Every node directly below, whatever it is there for. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  const add = (child: Node | undefined) => {
    if (child) children.push(child);
  };
  const addStages = (stages: Stage[] | undefined) => stages?.forEach((stage) => add(stage.expr));
  const addPairs = (pairs: [Node, Node][]) => pairs.forEach((pair) => pair.forEach(add));
  node.steps?.forEach(add);
  if (Array.isArray(node.lhs)) addPairs(node.lhs);
  else add(node.lhs);
  add(node.rhs);
  add(node.expression);
  node.expressions?.forEach(add);
  if (node.type !== "lambda") node.arguments?.forEach(add);
  add(node.procedure);
  add(node.body);
  add(node.condition);
  add(node.then);
  add(node.else);
  add(node.pattern);
  add(node.update);
  add(node.delete);
  node.terms?.forEach((term) => add(term.expression));
  if (node.group) addPairs(node.group.lhs);
  addStages(node.stages);
  addStages(node.predicate);
  return children;
}

/** In a block, because JSONata calls the right side of ~> immediately if it is a call. */
function boundRegex(node: Node): void {
  prepareRegexLiteral(node.value as RegExp);
  const call: Node = {
    type: "function",
    procedure: { type: "variable", value: "&regex" },
    arguments: [{ type: "value", value: node.value }],
  };
  node.type = "block";
  node.expressions = [call];
  delete node.value;
}

const literals = new Set(["string", "number", "value"]);

function boundOperator(node: Node): void {
  const lhs = node.lhs as Node;
  const rhs = node.rhs!;
  if (node.value === "&") becomeCall(node, "&&", [lhs, rhs]);
  // Against a literal the work is that of the literal.
  else if ((node.value === "=" || node.value === "!=") && !literals.has(lhs.type) && !literals.has(rhs.type))
    becomeCall(node, `&${node.value}`, [lhs, rhs]);
  else if (node.value === "in" && !(rhs.type === "unary" && rhs.value === "[")) becomeCall(node, "&in", [lhs, rhs]);
}

function becomeCall(node: Node, name: string, args: Node[]): void {
  node.type = "function";
  node.procedure = { type: "variable", value: name, ...(node.position === undefined ? {} : { position: node.position }) };
  node.arguments = args;
  delete node.lhs;
  delete node.rhs;
  delete node.value;
}

/** Lists inside lists can share their parts, so that a short expression makes a value too large to walk: it is measured when made. */
function guardNested(node: Node): void {
  const { type, value, expressions, position, consarray, predicate, group } = node;
  const inner: Node = { type, value, expressions: expressions! };
  if (position !== undefined) inner.position = position;
  if (consarray) inner.consarray = consarray;
  if (predicate) inner.predicate = predicate;
  if (group) inner.group = group;
  delete node.expressions;
  delete node.predicate;
  delete node.group;
  node.type = "function";
  node.procedure = { type: "variable", value: "&nested" };
  node.arguments = [inner];
  // `value` stays "[": the list around it looks at that to decide whether to flatten.
}

/** JSONata writes `token` and `position` on whatever it is asked to call, also on data of the run. Call nothing but functions. */
function guardProcedure(node: Node): void {
  const procedure = node.procedure!;
  if (procedure.type !== "path") return;
  const position = node.position === undefined ? {} : { position: node.position };
  const name = { type: "string", value: procedure.steps![0]!.value };
  const call = (value: string, args: Node[]): Node => ({
    type: "function",
    procedure: { type: "variable", value },
    arguments: args,
    ...position,
  });
  node.procedure = {
    // oxlint-disable-next-line millrace/no-node-type-names -- a node of JSONata's tree
    type: "condition",
    value: name.value,
    condition: call("&callable", [procedure]),
    then: procedure,
    else: call("&uncallable", [name, { type: "value", value: node.type === "partial" }]),
  };
}

/** JSONata turns a signature into a host RegExp over the arguments' types: many optional or repeated ones backtrack. */
function checkSignature(node: Node): void {
  const definition = node.signature?.definition ?? "";
  const repeated = definition.split("+").length - 1;
  const optional = definition.split(/[?-]/).length - 1;
  if (repeated > 1 || optional > 8 || definition.length > 200)
    throw limitReached("A function signature is too complex.", "Use at most one + and eight optional parameters.");
}
