import type {
  AnyNode,
  ArrayExpression,
  AssignmentExpression,
  Identifier,
  MemberExpression,
  ObjectExpression,
  TemplateLiteral,
  UpdateExpression,
} from "acorn";
import { bail } from "./bail.ts";
import { hold, kept, made, plainBounds } from "./budget.ts";
import { compileCall, compileNew } from "./compile-call.ts";
import { compileKey, compilePropertyKey, inChain } from "./compile-key.ts";
import type { Compiler } from "./compiler.ts";
import { type Code, type Frame, short } from "./frame.ts";
import { constants, isInstance, statics } from "./globals.ts";
import { iterate } from "./iterate.ts";
import { toNumber, toText } from "./numbers.ts";
import { operators, signs } from "./operators.ts";
import { copyProperties, deleteProperty, keyOf, readProperty, writeProperty } from "./properties.ts";
import { compileRegex } from "./regexes.ts";
import { environment } from "./environment.ts";
import { newList, newTable } from "./values.ts";

export function compileExpression(node: AnyNode, compiler: Compiler): Code {
  switch (node.type) {
    case "Literal":
      return compileLiteral(node);
    case "TemplateLiteral":
      return compileTemplate(node, compiler);
    case "Identifier":
      return compileIdentifier(node, compiler);
    case "MemberExpression":
      return compileMember(node, compiler);
    case "ChainExpression":
      return compileChain(node.expression, compiler);
    case "UnaryExpression": {
      if (node.operator === "delete") return compileDelete(node.argument, compiler);
      const operate = signs[node.operator] ?? bail(`it uses ${node.operator}`);
      const value = compiler.expression(node.argument);
      return (frame) => operate(value(frame));
    }
    case "BinaryExpression": {
      const { left, right, operator } = node;
      if (left.type === "PrivateIdentifier") return bail("it uses a private name");
      const a = compiler.expression(left);
      if (operator === "instanceof") {
        const name = right.type === "Identifier" && !compiler.scopes.find(right.name) ? right.name : bail("instanceof of another value");
        return (frame) => isInstance(a(frame), name);
      }
      const operate = Object.hasOwn(operators, operator) ? operators[operator]! : bail(`it uses ${operator}`);
      const b = compiler.expression(right);
      return (frame) => operate(a(frame), b(frame));
    }
    case "LogicalExpression":
      return compileLogical(node.operator, compiler.expression(node.left), compiler.expression(node.right));
    case "ConditionalExpression": {
      const test = compiler.expression(node.test);
      const then = compiler.expression(node.consequent);
      const otherwise = compiler.expression(node.alternate);
      return (frame) => (test(frame) ? then(frame) : otherwise(frame));
    }
    case "ArrayExpression":
      return compileList(node, compiler);
    case "ObjectExpression":
      return compileTable(node, compiler);
    case "CallExpression":
      return compileCall(node, compiler);
    case "NewExpression":
      return compileNew(node, compiler);
    case "AssignmentExpression":
      return compileAssignment(node, compiler);
    case "UpdateExpression":
      return compileUpdate(node, compiler);
    case "ParenthesizedExpression":
      return compiler.expression(node.expression);
    case "SequenceExpression": {
      const values = node.expressions.map((each) => compiler.expression(each));
      return (frame) => {
        let last: unknown;
        for (const value of values) last = value(frame);
        return last;
      };
    }
    default:
      return bail(`it uses ${node.type}`);
  }
}

function compileLiteral(node: Extract<AnyNode, { type: "Literal" }>): Code {
  if (node.bigint !== undefined && node.bigint !== null) return bail("it uses a BigInt");
  if (node.regex) {
    const regex = compileRegex(node.regex.pattern, node.regex.flags);
    return () => regex();
  }
  const { value } = node;
  return () => value;
}

function compileTemplate({ quasis, expressions }: TemplateLiteral, compiler: Compiler): Code {
  const texts = quasis.map(({ value }) => value.cooked ?? bail("an escape that is not known"));
  const values = expressions.map((each) => compiler.expression(each));
  return (frame) => {
    let text = texts[0]!;
    for (let i = 0; i < values.length; i++) text += toText(values[i]!(frame)) + texts[i + 1]!;
    return made(text);
  };
}

function compileIdentifier({ name }: Identifier, { scopes }: Compiler): Code {
  const binding = scopes.find(name);
  if (binding) return binding.kind === "function" ? bail("a function is a value") : scopes.read(binding);
  if (name === "context") return () => environment.context;
  if (name === "env") return () => environment.env;
  if (!Object.hasOwn(constants, name)) return bail(`it uses ${name}`);
  const value = constants[name];
  return () => value;
}

/** Constants such as `Math.PI`, unless a variable shadows the name before the dot. */
function compileStatic({ object, property, computed }: MemberExpression, { scopes }: Compiler): Code | undefined {
  if (object.type !== "Identifier" || computed || property.type !== "Identifier" || scopes.find(object.name)) return undefined;
  if (!Object.hasOwn(statics, object.name)) return undefined;
  const members = statics[object.name]!;
  const value: unknown = Object.hasOwn(members, property.name) ? members[property.name] : undefined;
  return typeof value === "number" ? () => value : bail(`it uses ${object.name}.${property.name}`);
}

function compileMember(node: MemberExpression, compiler: Compiler): Code {
  const known = compileStatic(node, compiler);
  if (known) return known;
  const owner = compiler.expression(node.object);
  const key = compileKey(node, compiler);
  if (typeof key !== "function") {
    if (compiler.chains === 0) return (frame) => readProperty(owner(frame), key);
    return inChain(owner, node.optional, (value) => readProperty(value, key));
  }
  return inChain(owner, node.optional, (value, frame) => readProperty(value, key(frame)));
}

function compileChain(node: AnyNode, compiler: Compiler): Code {
  compiler.chains++;
  const value = compiler.expression(node);
  compiler.chains--;
  return (frame) => {
    const result = value(frame);
    return result === short ? undefined : result;
  };
}

function compileDelete(node: AnyNode, compiler: Compiler): Code {
  if (node.type !== "MemberExpression") return bail("it deletes something else than a property");
  const owner = compiler.expression(node.object);
  const key = compileKey(node, compiler);
  return (frame) => deleteProperty(owner(frame), typeof key === "function" ? key(frame) : key);
}

function compileLogical(operator: string, a: Code, b: Code): Code {
  switch (operator) {
    case "&&":
      return (frame) => a(frame) && b(frame);
    case "||":
      return (frame) => a(frame) || b(frame);
    default:
      return (frame) => a(frame) ?? b(frame);
  }
}

function compileList({ elements }: ArrayExpression, compiler: Compiler): Code {
  const parts = elements.map((element) => {
    if (element === null) return bail("a list has a hole");
    return element.type === "SpreadElement" ? { spread: compiler.expression(element.argument) } : { value: compiler.expression(element) };
  });
  return (frame) => {
    const list = newList();
    for (const part of parts) {
      if (part.value) list.push(kept(part.value(frame)));
      else
        iterate(part.spread(frame), (item) => {
          if (list.length >= plainBounds.items) bail("a list is too long");
          list.push(kept(item));
          return false;
        });
    }
    return list;
  };
}

function compileTable({ properties }: ObjectExpression, compiler: Compiler): Code {
  const parts = properties.map((property) => {
    if (property.type === "SpreadElement") return { spread: compiler.expression(property.argument) };
    if (property.kind !== "init" || property.method) return bail("an object has a method");
    const key = compilePropertyKey(property, compiler);
    return { key, value: compiler.expression(property.value) };
  });
  return (frame) => {
    const table = newTable();
    for (const { spread, key, value } of parts) {
      if (spread) copyProperties(spread(frame), table);
      else if (typeof key === "string") {
        hold(32);
        table[key] = kept(value(frame));
      } else {
        const name = keyOf(key(frame));
        if (name === "__proto__") bail("an object has the name __proto__");
        hold(32 + 2 * name.length);
        table[name] = kept(value(frame));
      }
    }
    return table;
  };
}

function compileAssignment({ left, right, operator }: AssignmentExpression, compiler: Compiler): Code {
  if (operator === "=") {
    if (left.type === "MemberExpression") return compileWrite(left, compiler, right);
    const store = compiler.assignment(left);
    const value = compiler.expression(right);
    return (frame) => {
      const result = value(frame);
      store(frame, result);
      return result;
    };
  }
  const sign = operator.slice(0, -1);
  const value = compiler.expression(right);
  if (Object.hasOwn(operators, sign)) {
    const operate = operators[sign]!;
    return compileChange(left, compiler, (before, frame) => operate(before, value(frame)));
  }
  const keeps =
    sign === "&&" ? (before: unknown) => !before : sign === "||" ? Boolean : (before: unknown) => before !== null && before !== undefined;
  return compileChange(left, compiler, (before, frame) => (keeps(before) ? unchanged : value(frame)));
}

function compileWrite(left: MemberExpression, compiler: Compiler, right: AnyNode): Code {
  const owner = compiler.expression(left.object);
  const key = compileKey(left, compiler);
  const value = compiler.expression(right);
  return (frame) => {
    const target = owner(frame);
    const name = typeof key === "function" ? key(frame) : key;
    const result = value(frame);
    writeProperty(target, name, result);
    return result;
  };
}

/** Returned by a change that writes nothing. */
const unchanged: unique symbol = Symbol("unchanged");

/** Replaces the value of a variable or property by `change(before)`. Returns the new value, or `result(before)` if given. */
function compileChange(
  left: AnyNode,
  compiler: Compiler,
  change: (before: unknown, frame: Frame) => unknown,
  result?: (before: unknown) => unknown,
): Code {
  const given = (before: unknown, after: unknown): unknown => (result ? result(before) : after === unchanged ? before : after);
  switch (left.type) {
    case "ParenthesizedExpression":
      return compileChange(left.expression, compiler, change, result);
    case "Identifier": {
      const read = compiler.expression(left);
      const store = compiler.assignment(left);
      return (frame) => {
        const before = read(frame);
        const after = change(before, frame);
        if (after !== unchanged) store(frame, after);
        return given(before, after);
      };
    }
    case "MemberExpression": {
      const owner = compiler.expression(left.object);
      const key = compileKey(left, compiler);
      return (frame) => {
        const target = owner(frame);
        const name = typeof key === "function" ? key(frame) : key;
        const before = readProperty(target, name);
        const after = change(before, frame);
        if (after !== unchanged) writeProperty(target, name, after);
        return given(before, after);
      };
    }
    default:
      return bail("it assigns to something else");
  }
}

function compileUpdate({ argument, operator, prefix }: UpdateExpression, compiler: Compiler): Code {
  const change = operator === "++" ? 1 : -1;
  return compileChange(argument, compiler, (before) => toNumber(before) + change, prefix ? undefined : toNumber);
}
