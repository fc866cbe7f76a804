/** Secure values of variables, sealed for their workflow, name and version. */
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import { open, seal, type Keyring, type SecretPlace } from "./encryption.ts";

export interface VariableOwner {
  readonly accountId: AccountId;
  readonly workflowId: WorkflowId;
}

interface Named {
  readonly name: string;
  readonly version: number;
}

export function placeOfVariable({ accountId, workflowId }: VariableOwner, { name, version }: Named): SecretPlace {
  return { accountId, workflowId, name: `variable ${name}`, version };
}

export function sealVariable(value: string, owner: VariableOwner, variable: Named, keyring: Keyring): Promise<string> {
  return seal(value, placeOfVariable(owner, variable), keyring);
}

/** Throws an UnsealError. */
export function openVariable(sealed: string, owner: VariableOwner, variable: Named, keyring: Keyring): Promise<string> {
  return open(sealed, placeOfVariable(owner, variable), keyring);
}

/** Increases, also if a variable was deleted and created again, so that an old value does not open in its place. */
export function nextVersion(before: number, nowMs: number): number {
  return Math.max(before + 1, nowMs);
}
