/**
 * Scripts that outlast their first slice. A few run at a time, each suspended after every slice so that everything else
 * in the isolate has its turn; the others wait in order.
 */
import type { ScriptAnswer } from "#flow/nodes/node.ts";
import { bounds } from "./bounds.ts";
import type { Images } from "./images.ts";
import { OutOfFuel } from "./outcome.ts";
import { limitAnswer, readAnswer } from "./read-answer.ts";
import { Sandbox, type Work } from "./sandbox.ts";

export class LongLane {
  readonly #idle: LongSlot[];
  readonly #queue: ((slot: LongSlot) => void)[] = [];

  constructor(images: Images) {
    this.#idle = Array.from({ length: bounds.maxLong }, () => new LongSlot(images));
  }

  async run(work: Work, signal: AbortSignal): Promise<ScriptAnswer> {
    const slot = this.#idle.pop() ?? (await new Promise<LongSlot>((resolve) => this.#queue.push(resolve)));
    try {
      signal.throwIfAborted();
      return await slot.run(work, signal);
    } finally {
      const next = this.#queue.shift();
      if (next) next(slot);
      else this.#idle.push(slot);
    }
  }
}

class LongSlot {
  readonly #sandbox: Sandbox;
  #left = 0;
  #signal: AbortSignal | undefined;

  constructor(images: Images) {
    this.#sandbox = new Sandbox(images, suspending(() => this.#refuel()), true);
  }

  async run(work: Work, signal: AbortSignal): Promise<ScriptAnswer> {
    if (!this.#sandbox.isOpen) await this.#sandbox.open();
    this.#left = bounds.totalFuel - bounds.sliceFuel;
    this.#signal = signal;
    const outcome = await this.#sandbox.runSuspending(work, bounds.sliceFuel);
    switch (outcome.kind) {
      case "answer": return readAnswer(outcome.text, this.#sandbox.logs);
      case "limit": return limitAnswer(outcome.limit, this.#sandbox.logs);
      case "exhausted": return limitAnswer("instructions", this.#sandbox.logs);
      case "stopped": throw outcome.reason;
    }
  }

  #refuel(): void | Promise<void> {
    this.#left -= bounds.sliceFuel;
    if (this.#left <= 0) throw new OutOfFuel();
    if (this.#sandbox.inHost) return this.#fill();
    return pause().then(() => this.#fill());
  }

  #fill(): void {
    this.#signal?.throwIfAborted();
    this.#sandbox.fuel = bounds.sliceFuel;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function suspending(refuel: () => void | Promise<void>): WebAssembly.ImportValue {
  const { Suspending } = WebAssembly as unknown as { Suspending: new (fn: () => void | Promise<void>) => WebAssembly.ImportValue };
  return new Suspending(refuel);
}
