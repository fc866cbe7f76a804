/** The environment variables of one run: what all of it sees, and what is opened for a step alone. */
import type { PlanNode } from "#flow/engine/plan.ts";
import type { ErrorCode } from "#flow/problems/errors.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { OpenedSecrets, type Secret } from "#flow/variables/opened-secrets.ts";
import { UnsealError, type Keyring } from "#store/encryption.ts";
import type { RunVariable, WorkflowVariables } from "#store/run-variables.ts";
import { openVariable, type VariableOwner } from "#store/variable-secrets.ts";

/** Fails the step that needs it; recognised by its code. */
class VariableError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export class RunVariables {
  /** Those that are not secure. */
  readonly plain: Readonly<Record<string, string | null>>;
  readonly #secure: ReadonlyMap<string, RunVariable>;
  /** Undefined where there are none. */
  readonly #owner: VariableOwner | undefined;
  readonly #keyring: () => Promise<Keyring>;

  constructor(workflowId: WorkflowId, loaded: WorkflowVariables | undefined, keyring: () => Promise<Keyring>) {
    this.#owner = loaded && { accountId: loaded.accountId, workflowId };
    this.#keyring = keyring;
    const variables = loaded?.variables ?? [];
    this.plain = Object.fromEntries(variables.filter(({ secure }) => !secure).map(({ name, value }) => [name, value]));
    this.#secure = new Map(variables.filter(({ secure }) => secure).map((variable) => [variable.name, variable]));
  }

  /** Whether the settings of a node name a secure variable. */
  hasSecretsFor({ env }: PlanNode): boolean {
    return this.#secure.size > 0 && env.some((name) => this.#secure.has(name));
  }

  /** The secure variables that the settings of a node name. Rejects with an error that carries a code of ours. */
  async openFor({ env }: PlanNode): Promise<OpenedSecrets> {
    const keyring = await this.#keyring();
    const named = env.flatMap((name) => this.#secure.get(name) ?? []);
    return new OpenedSecrets(await Promise.all(named.map((variable) => this.#open(variable, keyring))));
  }

  async #open(variable: RunVariable, keyring: Keyring): Promise<Secret> {
    const { name, value, hosts } = variable;
    if (value === null) throw new VariableError("variable_missing", `The secure variable ${name} has no value yet.`);
    try {
      // A variable was loaded together with its owner.
      return { name, value: await openVariable(value, this.#owner!, variable, keyring), hosts };
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      throw new VariableError("variable_unreadable", `The secure variable ${name} cannot be decrypted.`);
    }
  }
}
