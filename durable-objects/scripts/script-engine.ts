import type { MaybePromise, ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import { shareOf, type Share } from "../turns/share.ts";
import { turns } from "../turns/turns.ts";
import { bounds } from "./bounds.ts";
import { Images } from "./images.ts";
import { LongLane } from "./long-lane.ts";
import { LimitReached, type Outcome } from "./outcome.ts";
import { PlainRuns } from "./plain-runs.ts";
import { limitAnswer, readAnswer } from "./read-answer.ts";
import { Sandbox } from "./sandbox.ts";
import { prepareWork, type Work } from "./work.ts";

export interface ScriptEngine {
  /**
   * Runs one script to its end in the time of `share`. Rejects only with the signal's reason, or for a
   * bug of ours. A script that ends immediately does not read the signal.
   */
  run(request: ScriptRequest, stop: { readonly signal: AbortSignal }, share?: Share): MaybePromise<ScriptAnswer>;
}

/**
 * An engine for a whole isolate; it loads and creates nothing before the first script. A plain script runs as closures of
 * the host. Any other script runs in the sandbox, synchronously if it ends within its first slice. A longer script is
 * started again (nothing of it was visible outside) on a stack that can be suspended. Without `isPlainAllowed` the
 * sandbox runs every script, for comparisons.
 */
export function createScriptEngine({
  firstSliceFuel,
  totalFuel,
  isPlainAllowed = true,
}: { readonly firstSliceFuel: number; readonly totalFuel: number; readonly isPlainAllowed?: boolean } = bounds): ScriptEngine {
  const plain = new PlainRuns();
  const images = new Images();
  const quick = new Sandbox(images, () => {
    throw new LimitReached("instructions");
  });
  const long = new LongLane(images, totalFuel);
  let opening: Promise<void> | undefined;

  function runPlain(request: ScriptRequest, share: Share): ScriptAnswer | undefined {
    return isPlainAllowed ? plain.run(request, (work) => turns.did(work, share)) : undefined;
  }

  function runInSandbox(request: ScriptRequest, signal: AbortSignal, share: Share): MaybePromise<ScriptAnswer> {
    signal.throwIfAborted();
    const work = prepareWork(request);
    if (work.input.length > bounds.maxInputBytes) return limitAnswer("input", []);
    return quick.isOpen ? runFirstSlice(request, work, signal, share) : openAndRun(request, work, signal, share);
  }

  async function openAndRun(request: ScriptRequest, work: Work, signal: AbortSignal, share: Share): Promise<ScriptAnswer> {
    // The instance can be open and broken again by the time this continues.
    while (!quick.isOpen) {
      const { openQuickJs } = await import("./quickjs.ts");
      // Others may wait for this, because it never leaves the current turn, so the caller that started it cannot be gone
      // before it ends.
      await (opening ??= quick.open(openQuickJs).finally(() => (opening = undefined)));
    }
    return runFirstSlice(request, work, signal, share);
  }

  function runFirstSlice(request: ScriptRequest, work: Work, signal: AbortSignal, share: Share): MaybePromise<ScriptAnswer> {
    const { outcome, spent } = quick.runNow(work, firstSliceFuel);
    turns.did(spent, share);
    const isLong = outcome.kind === "limit" && outcome.limit === "instructions";
    if (!isLong) return answerOf(request, outcome, quick.logs);
    return long.run(work, signal, share).then(({ outcome, logs }) => answerOf(request, outcome, logs));
  }

  /** Waits for what has to be loaded, and for its turn. */
  async function runLater(request: ScriptRequest, signal: AbortSignal, share: Share): Promise<ScriptAnswer> {
    signal.throwIfAborted();
    if (!plain.isLoaded) await plain.load();
    if (turns.isOver(share)) {
      await turns.next(share);
      signal.throwIfAborted();
    }
    return runPlain(request, share) ?? runInSandbox(request, signal, share);
  }

  return {
    run(request, stop, share = shareOf("")) {
      if (!plain.isLoaded || turns.isOver(share)) return runLater(request, stop.signal, share);
      return runPlain(request, share) ?? runInSandbox(request, stop.signal, share);
    },
  };
}

function answerOf({ code }: ScriptRequest, outcome: Outcome, logs: readonly string[]): ScriptAnswer {
  switch (outcome.kind) {
    case "answer":
      return readAnswer(code, outcome, logs);
    case "limit":
      return limitAnswer(outcome.limit, logs);
    case "stopped":
      throw outcome.reason;
  }
}
