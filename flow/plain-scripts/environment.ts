/** What the running script can see. A plain script runs from start to end without a pause, so there is only one at a time. */
import { bail } from "./bail.ts";
import { RunContext } from "./run-context.ts";
import type { Table } from "./values.ts";

/** What a script can ask of its host. */
export interface ScriptWorld {
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Adds a line to the node's log. */
  log(line: string): void;
}

interface Environment {
  context: RunContext;
  env: unknown;
  world: ScriptWorld;
}

export const environment = {} as Environment; // A script runs between `setEnvironment` and `clearEnvironment`.

/** With `copies` the script gets copies of the run's data, which it may change. */
export function setEnvironment(context: unknown, env: Table, copies: boolean, world: ScriptWorld): void {
  const given = typeof context === "object" && context !== null ? (context as Table) : bail("there is no context");
  environment.context = new RunContext(given, copies);
  environment.env = environment.context.take(env);
  environment.world = world;
}

/** Releases the data of the run. */
export function clearEnvironment(): void {
  Object.assign(environment, { context: undefined, env: undefined, world: undefined });
}
