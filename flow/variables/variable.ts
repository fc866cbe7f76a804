/** What a variable may be called, hold and be bound to; for the API, imports and forms alike. */
import { reservedNames } from "../model/document.ts";
import { limits } from "../limits.ts";
import { fieldName } from "../model/document.ts";
import { coversHosts, parseHostRule } from "../outbound/host-rules.ts";

/** A variable beside its value. Upper and lower case are different names, as everywhere where environments have variables. */
export interface VariableFacts {
  readonly name: string;
  readonly secure: boolean;
  readonly notes: string;
  /** The only hosts that a secure value may be sent to; null where it is not bound. */
  readonly hosts: readonly string[] | null;
}

export function isVariableName(text: string): boolean {
  return fieldName.test(text) && !reservedNames.includes(text);
}

/** A host as it is kept, in lower case: `api.example.com` or `api.example.com:8443`; undefined where the text is none. */
export function asHost(text: string): string | undefined {
  const rule = text.includes("*") ? undefined : parseHostRule(text);
  return rule && (rule.port === undefined ? rule.hostname : `${rule.hostname}:${rule.port}`);
}

/** What is wrong with a value, or undefined. */
export function faultOfValue(value: string): string | undefined {
  if (!value.isWellFormed()) return "The value holds half of a character.";
  const { byteLength } = new TextEncoder().encode(value);
  return byteLength > limits.maxVariableBytes ? `A value may have at most ${limits.maxVariableBytes / 1024} KiB.` : undefined;
}

/** Whether a secret bound to hosts could be sent to one more with the hosts that it is to have. */
export function widensHosts(before: readonly string[] | null, after: readonly string[] | null): boolean {
  return before !== null && (after === null || !coversHosts(before, after));
}
