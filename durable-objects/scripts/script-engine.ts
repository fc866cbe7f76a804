import type { ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import { bounds } from "./bounds.ts";
import { Images } from "./images.ts";
import { LongLane } from "./long-lane.ts";
import { OutOfFuel } from "./outcome.ts";
import { limitAnswer, readAnswer } from "./read-answer.ts";
import { Sandbox, type Work } from "./sandbox.ts";

export interface ScriptEngine {
  /** Runs one script to its end, whatever it does. Rejects only with the signal's reason, or for a bug. */
  run(request: ScriptRequest, signal: AbortSignal): Promise<ScriptAnswer>;
}

/**
 * An engine for the whole isolate; it makes nothing before the first script. A script that ends within its first slice
 * runs there and then. One that does not is begun anew on a stack that can be suspended, where it gives way after each slice.
 */
export function createScriptEngine(): ScriptEngine {
  const images = new Images();
  const quick = new Sandbox(images, () => { throw new OutOfFuel(); }, false);
  const long = new LongLane(images);
  let opening: Promise<void> | undefined;
  return {
    async run(request, signal) {
      signal.throwIfAborted();
      const work = prepare(request);
      if (work.input.length > bounds.maxInputBytes) return limitAnswer("input", []);
      while (!quick.isOpen) await (opening ??= quick.open().finally(() => (opening = undefined)));
      signal.throwIfAborted();
      const outcome = quick.runNow(work, bounds.sliceFuel);
      switch (outcome.kind) {
        case "answer": return readAnswer(outcome.text, quick.logs);
        case "limit": return limitAnswer(outcome.limit, quick.logs);
        case "exhausted": return long.run(work, signal);
        case "stopped": throw outcome.reason;
      }
    },
  };
}

function prepare({ code, context, env }: ScriptRequest): Work {
  const seed = Array.from(crypto.getRandomValues(new Int32Array(4)));
  return { code, input: new TextEncoder().encode(JSON.stringify({ context, env, seed })) };
}
