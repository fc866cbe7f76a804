/** Property keys, and the links of optional chains. */
import type { MemberExpression, Property } from "acorn";
import { bail } from "./bail.ts";
import type { Compiler } from "./compiler.ts";
import { type Code, type Frame, short } from "./frame.ts";

/** A constant name, or code that computes the key. */
export function compileKey({ property, computed }: MemberExpression, compiler: Compiler): string | Code {
  if (property.type === "PrivateIdentifier") return bail("it uses a private name");
  if (!computed) return property.type === "Identifier" ? property.name : bail("it uses an unknown key");
  if (property.type === "Literal" && typeof property.value === "string") return property.value;
  return compiler.expression(property);
}

/** One link of an optional chain. It does not run after the chain was cut short. */
export function inChain(owner: Code, isOptional: boolean | undefined, next: (value: unknown, frame: Frame) => unknown): Code {
  if (!isOptional)
    return (frame) => {
      const value = owner(frame);
      return value === short ? short : next(value, frame);
    };
  return (frame) => {
    const value = owner(frame);
    return value === short || value === null || value === undefined ? short : next(value, frame);
  };
}

export function compilePropertyKey({ key, computed }: Pick<Property, "key" | "computed">, compiler: Compiler): string | Code {
  if (computed) return compiler.expression(key);
  const name =
    key.type === "Identifier"
      ? key.name
      : key.type === "Literal" && !key.bigint
        ? String(key.value)
        : bail("an object has an unusual name");
  return name === "__proto__" ? bail("an object has the name __proto__") : name;
}
