/**
 * Compiles the plain scripts of an isolate once each, and runs them instead of the sandbox (flow/plain-scripts). The
 * compiler is loaded with the first script.
 */
import type { PlainResult, PlainScript, ScriptWorld } from "#flow/plain-scripts/plain-script.ts";
import type { ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import { LogLines } from "./log-lines.ts";

interface Known {
  /** Undefined if the script is not plain. */
  readonly script: PlainScript | undefined;
  /** An earlier run changed the run's data. */
  copies: boolean;
  /** Runs that the sandbox had to repeat, minus the others, but not below 0. */
  bailed: number;
}

/** A compiled script takes about ten times the memory of its text. */
const maxKnownChars = 512 * 1024;
/** After so many, trying only costs time. */
const mostBailed = 20;
/** In units of a script's fuel. */
const workOfRun = 200;
const workOfStep = 4;
/** Compiling takes about 1.5 µs for each character. */
const workOfCompiledChar = 300;

export class PlainRuns {
  readonly #known = new Map<string, Known>();
  #knownChars = 0;
  #compile: ((code: string) => Known) | undefined;

  get isLoaded(): boolean {
    return this.#compile !== undefined;
  }

  async load(): Promise<void> {
    const { compilePlainScript } = await import("#flow/plain-scripts/plain-script.ts");
    this.#compile = (code) => {
      const compiled = compilePlainScript(code);
      return { script: "run" in compiled ? compiled : undefined, copies: false, bailed: 0 };
    };
  }

  /** Returns the answer, or undefined if the sandbox must run the script. `did` receives the work, in units of a script's fuel. */
  run({ code, context, env }: ScriptRequest, did: (work: number) => void): ScriptAnswer | undefined {
    const known = this.#know(code, did);
    const { script } = known;
    if (!script || known.bailed >= mostBailed) return undefined;
    const attempt = (): { result: PlainResult; logs: LogLines } => {
      const logs = new LogLines();
      const world: ScriptWorld = { now: Date.now, random: Math.random, log: (line) => logs.add(line) };
      const result = script.run(context, env, known.copies, world);
      did(workOfRun + result.steps * workOfStep);
      return { result, logs };
    };
    let { result, logs } = attempt();
    if (result.kind === "bailed" && result.wantsCopy) {
      known.copies = true;
      ({ result, logs } = attempt());
    }
    if (result.kind === "bailed") {
      known.bailed++;
      return undefined;
    }
    if (known.bailed > 0) known.bailed--;
    return { ok: true, output: result.output, set: result.set, logs: logs.lines };
  }

  #know(code: string, did: (work: number) => void): Known {
    let known = this.#known.get(code);
    if (known) return known;
    did(code.length * workOfCompiledChar);
    known = this.#compile!(code);
    this.#known.set(code, known);
    this.#knownChars += code.length;
    for (const [oldest] of this.#known) {
      if (this.#knownChars <= maxKnownChars) break;
      this.#known.delete(oldest);
      this.#knownChars -= oldest.length;
    }
    return known;
  }
}
