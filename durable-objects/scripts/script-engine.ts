import type { ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import { shareOf, type Share } from "../turns/share.ts";
import { turns } from "../turns/turns.ts";
import { bounds } from "./bounds.ts";
import { Images } from "./images.ts";
import { LongLane } from "./long-lane.ts";
import { LimitReached } from "./outcome.ts";
import { limitAnswer, readAnswer } from "./read-answer.ts";
import { Sandbox } from "./sandbox.ts";
import { prepareWork } from "./work.ts";

export interface ScriptEngine {
  /** Runs one script to its end, whatever it does, in the time of `share`. Rejects only with the signal's reason, or for a bug of ours. */
  run(request: ScriptRequest, signal: AbortSignal, share?: Share): Promise<ScriptAnswer>;
}

/**
 * An engine for a whole isolate; it loads and creates nothing before the first script. A script that ends within its
 * first slice runs synchronously. Any other script is started again (nothing of it was visible outside) on a stack that
 * can be suspended.
 */
export function createScriptEngine({
  firstSliceFuel,
  totalFuel,
}: { readonly firstSliceFuel: number; readonly totalFuel: number } = bounds): ScriptEngine {
  const images = new Images();
  const quick = new Sandbox(images, () => {
    throw new LimitReached("instructions");
  });
  const long = new LongLane(images, totalFuel);
  let opening: Promise<void> | undefined;
  return {
    async run(request, signal, share = shareOf("")) {
      signal.throwIfAborted();
      const work = prepareWork(request);
      if (work.input.length > bounds.maxInputBytes) return limitAnswer("input", []);
      if (turns.isOver(share)) {
        await turns.next(share);
        signal.throwIfAborted();
      }
      while (!quick.isOpen) {
        const { openQuickJs } = await import("./quickjs.ts");
        // Others may wait for this, because it never leaves the current turn, so the caller that started it cannot be
        // gone before it ends.
        await (opening ??= quick.open(openQuickJs).finally(() => (opening = undefined)));
      }
      const first = { ...quick.runNow(work, firstSliceFuel), logs: quick.logs };
      turns.did(first.spent, share);
      const isLong = first.outcome.kind === "limit" && first.outcome.limit === "instructions";
      const { outcome, logs } = isLong ? await long.run(work, signal, share) : first;
      switch (outcome.kind) {
        case "answer":
          return readAnswer(request.code, outcome, logs);
        case "limit":
          return limitAnswer(outcome.limit, logs);
        case "stopped":
          throw outcome.reason;
      }
    },
  };
}
