/**
 * The variables of a lane's workflow, kept while they are the present ones. A call says which revision the Worker's
 * endpoint knows, so a warm call reads nothing, a workflow without variables never does, and a change reaches new
 * runs together with everything else that the endpoint says.
 */
import type { WorkflowId } from "#flow/ids.ts";
import { parseKeyring, type Keyring } from "#store/encryption.ts";
import { loadVariables } from "#store/run-variables.ts";
import type { ObjectsEnv } from "../env.ts";
import { RunVariables } from "../run/run-variables.ts";

/** Many runs that come back from storage in one go read once. */
const recentMs = 1000;

interface Known {
  readonly revision: number;
  readonly loadedAt: number;
  readonly isDeployed: boolean;
  readonly variables: RunVariables;
}

export class LaneVariables {
  readonly #env: ObjectsEnv;
  #none: RunVariables | undefined;
  #known: Known | undefined;
  #loading: Promise<Known> | undefined;
  #keyring: Promise<Keyring> | undefined;

  constructor(env: ObjectsEnv) {
    this.#env = env;
  }

  /** The variables at a revision or a later one; 0 means that there are none. Without a revision they are read again. */
  of(workflowId: WorkflowId, revision: number | undefined): RunVariables | Promise<RunVariables> {
    if (revision === 0) return (this.#none ??= this.#variablesOf(workflowId, undefined));
    if (revision === undefined) return this.#load(workflowId);
    const known = this.#known;
    return known && known.revision >= revision ? known.variables : this.#loadFrom(workflowId, revision);
  }

  /** The present variables, give or take a second. */
  async recent(workflowId: WorkflowId): Promise<RunVariables> {
    return (await this.#recent(workflowId)).variables;
  }

  /** Whether the workflow is deployed, give or take a second. It is read with its variables, which every run that comes back needs. */
  async isDeployed(workflowId: WorkflowId): Promise<boolean> {
    return (await this.#recent(workflowId)).isDeployed;
  }

  #recent(workflowId: WorkflowId): Known | Promise<Known> {
    const known = this.#known;
    // A clock that was set back makes nothing younger.
    return known && Math.abs(Date.now() - known.loadedAt) < recentMs ? known : this.#read(workflowId);
  }

  async #loadFrom(workflowId: WorkflowId, revision: number): Promise<RunVariables> {
    const underWay = await this.#loading;
    // A read in progress may return values from before the change.
    return underWay && underWay.revision >= revision ? underWay.variables : this.#load(workflowId);
  }

  async #load(workflowId: WorkflowId): Promise<RunVariables> {
    return (await this.#read(workflowId)).variables;
  }

  async #read(workflowId: WorkflowId): Promise<Known> {
    const loading = this.#ask(workflowId);
    this.#loading = loading;
    try {
      const known = await loading;
      if (known.revision >= (this.#known?.revision ?? 0)) this.#known = known;
      return known;
    } finally {
      if (this.#loading === loading) this.#loading = undefined;
    }
  }

  async #ask(workflowId: WorkflowId): Promise<Known> {
    const loadedAt = Date.now();
    const loaded = await loadVariables(this.#env.DB, workflowId);
    return {
      revision: loaded?.revision ?? 0,
      loadedAt,
      isDeployed: loaded?.isDeployed ?? false,
      variables: this.#variablesOf(workflowId, loaded),
    };
  }

  #variablesOf(workflowId: WorkflowId, loaded: Awaited<ReturnType<typeof loadVariables>>): RunVariables {
    return new RunVariables(workflowId, loaded, () => (this.#keyring ??= parseKeyring(this.#env.MILLRACE_ENCRYPTION_KEYS)));
  }
}
