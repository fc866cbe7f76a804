/** What the script that runs is given. A plain script runs from beginning to end without anything in between, so there is one. */
import { bail } from "./bail.ts";
import { RunContext } from "./run-context.ts";
import type { Table } from "./values.ts";

/** What a script may ask of the world. */
export interface ScriptWorld {
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Takes a line for the log. */
  log(line: string): void;
}

interface Environment {
  context: RunContext;
  env: unknown;
  world: ScriptWorld;
}

export const environment = {} as Environment; // Filled in before any script runs.

/** `copies`: the script changes the run's data, and gets a copy of what it touches. */
export function setEnvironment(context: unknown, env: Table, copies: boolean, world: ScriptWorld): void {
  const given = typeof context === "object" && context !== null ? (context as Table) : bail("there is no context");
  environment.context = new RunContext(given, copies);
  environment.env = environment.context.take(env);
  environment.world = world;
}
