/**
 * The scripts of an isolate that are plain, compiled once each and run in place of the sandbox: flow/plain-scripts. The
 * compiler is loaded with the first script.
 */
import type { PlainResult, PlainScript, ScriptWorld } from "#flow/plain-scripts/plain-script.ts";
import type { ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import { LogLines } from "./log-lines.ts";

interface Known {
  /** Undefined where the script is not plain. */
  readonly script: PlainScript | undefined;
  /** It changes the run's data, as a run has shown. */
  copies: boolean;
  /** Runs that the sandbox had to repeat, less those that it had not. */
  bailed: number;
}

/** The compiled form of a script takes some ten times the memory of its text. */
const maxKnownChars = 512 * 1024;
/** A script that so often ends here in vain only costs. */
const mostBailed = 20;
/** In units of a script's fuel. */
const workOfRun = 200;
const workOfStep = 4;

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

  /** The answer, or undefined where the sandbox has to give it. `did` is told the work, in units of a script's fuel. */
  run({ code, context, env }: ScriptRequest, did: (work: number) => void): ScriptAnswer | undefined {
    const known = this.#know(code);
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

  #know(code: string): Known {
    let known = this.#known.get(code);
    if (known) return known;
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
