/** What a node may touch in one try, as NodeWorld says. Most nodes touch next to nothing, so nothing is made before it is asked for. */
import { idempotencyKeyOf, type Place } from "#flow/engine/place.ts";
import type { PlanNode } from "#flow/engine/plan.ts";
import type { Scope } from "#flow/expressions/scope.ts";
import { resolveTemplate, type Template } from "#flow/expressions/template.ts";
import type { HttpAnswer, HttpRequest, MaybePromise, NodeWorld, ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import type { RunId, WorkflowId } from "#flow/ids.ts";
import type { OpenedSecrets } from "#flow/variables/opened-secrets.ts";
import type { RunPace } from "./run-pace.ts";
import type { RunWorld } from "./run-world.ts";

interface Run {
  readonly id: RunId;
  readonly workflowId: WorkflowId;
  readonly asDeployed: boolean;
  readonly input: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
  readonly pace: RunPace;
}

export class NodeAttempt implements NodeWorld<unknown> {
  readonly config: unknown;
  readonly input: Readonly<Record<string, unknown>>;
  readonly plainEnv: Readonly<Record<string, unknown>>;
  readonly pace: RunPace;
  /** The same for every try of this step in this run, also after a crash. */
  readonly idempotencyKey: string;
  readonly #workflowId: WorkflowId;
  readonly #asDeployed: boolean;
  readonly #world: RunWorld;
  readonly #deadlineAt: number | null;
  #scope: Scope;
  #secrets: OpenedSecrets | undefined;
  #abort: AbortController | undefined;
  #isStopped = false;

  constructor(node: PlanNode, place: Place, run: Run, world: RunWorld, deadlineAt: number | null) {
    this.config = node.compiled;
    this.#scope = run.scope;
    this.input = run.input;
    this.pace = run.pace;
    this.plainEnv = run.scope.env;
    this.idempotencyKey = idempotencyKeyOf(run.id, node.id, place);
    this.#workflowId = run.workflowId;
    this.#asDeployed = run.asDeployed;
    this.#world = world;
    this.#deadlineAt = deadlineAt;
  }

  get scope(): Scope {
    return this.#scope;
  }

  get signal(): AbortSignal {
    if (!this.#abort) {
      this.#abort = new AbortController();
      if (this.#isStopped) this.#abort.abort();
    }
    return this.#abort.signal;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** What comes of the try is not wanted any more. */
  stop(): void {
    this.#isStopped = true;
    this.#abort?.abort();
  }

  /** Lets this try, and nothing else of the run, see secure variables. */
  admit(secrets: OpenedSecrets): void {
    this.#secrets = secrets;
    this.#scope = { ...this.#scope, env: { ...this.plainEnv, ...secrets.values } };
  }

  /** Something thrown, as the server's log may show it. */
  shown(thrown: unknown): unknown {
    if (!this.#secrets) return thrown;
    return this.#secrets.mask.text(thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown));
  }

  resolve(template: Template): MaybePromise<unknown> {
    return resolveTemplate(template, this.#scope);
  }

  http(request: HttpRequest): Promise<HttpAnswer> {
    const { idempotencyKey, signal } = this;
    const secrets = this.#secrets;
    return this.#world.http(request, {
      workflowId: this.#workflowId,
      asDeployed: this.#asDeployed,
      idempotencyKey,
      signal,
      deadlineAt: this.#deadlineAt,
      ...(secrets && { checkCall: (url, isRedirect) => secrets.checkCall(url, isRedirect) }),
    });
  }

  script(request: ScriptRequest): MaybePromise<ScriptAnswer> {
    return this.#world.script(request, this, this.pace.share);
  }

  now(): number {
    return Date.now();
  }

  random(): number {
    return Math.random();
  }
}
