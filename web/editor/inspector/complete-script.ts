import { type Reach, suggestAt } from "./suggest.ts";

interface Completed {
  from: number;
  /** `bracket`: the text that replaces the dot if the name is not an identifier. */
  options: { label: string; type: string; bracket?: string }[];
  validFor: RegExp;
}

const identifier = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const chain = /(?:context|env)(?:\??\.[\p{L}_$][\p{L}\p{N}_$]*|\["[^"]*"\]|\[\d+\])*$/u;

/**
 * What can follow `context.` and `env.` in a script: the same names as in expressions, written as JavaScript does.
 * Secure variables, which scripts do not see, are left out of `reach` by the caller.
 */
export function completeScript(code: string, at: number, reach: Reach, explicit: boolean): Completed | null {
  const before = code.slice(0, at);
  const typed = /[\p{L}\p{N}_$]*$/u.exec(before)![0];
  const head = before.slice(0, before.length - typed.length);
  const validFor = /^[\p{L}\p{N}_$]*$/u;
  if (!head.endsWith(".")) {
    if (!explicit && typed.length < 2) return null;
    return {
      from: at - typed.length,
      validFor,
      options: ["context", "env", "return", "console"].map((label) => ({ label, type: "variable" })),
    };
  }
  const object = chain.exec(head.replace(/\??\.$/, ""))?.[0];
  if (object === undefined) return null;
  // As an expression writes it: names that are not identifiers are in backticks.
  const path = object.replace(/\?\./g, ".").replace(/\["([^"]*)"\]/g, ".`$1`");
  const found = suggestAt(`${path}.`, path.length + 1, reach, { bare: true });
  const roots =
    path === "context" ? ["steps", "env", "run", "trigger"].map((label) => ({ label, kind: "root", insert: label })) : undefined;
  const options = (roots ?? found?.items ?? []).map(({ label, kind }) => ({
    label,
    type: kind === "step" ? "class" : "property",
    ...(identifier.test(label) ? {} : { bracket: `[${JSON.stringify(label)}]` }),
  }));
  return options.length > 0 ? { from: at - typed.length, options, validFor } : null;
}
