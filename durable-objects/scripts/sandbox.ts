/**
 * One instance of QuickJS with its memory. Every run starts from an image of the memory, taken directly after the
 * script was compiled, so nothing of an earlier run is left. A run that ends with an exception of the host leaves the
 * instance in an undefined state: it is discarded, and a new one is opened over the same memory.
 */
import { type Base, hostIds, prepareBase } from "./base.ts";
import { bounds } from "./bounds.ts";
import { Guest } from "./guest.ts";
import { type Image, putImage, takeImage } from "./image.ts";
import type { Images } from "./images.ts";
import { LogLines } from "./log-lines.ts";
import { LimitReached, type Outcome } from "./outcome.ts";
import type { OpenQuickJs, Pointer } from "./quickjs.ts";
import { type Entry, runSteps, type Steps } from "./run-steps.ts";
import type { Work } from "./work.ts";

/** More than anything needs that the host does itself. */
const ampleFuel = 2 ** 29;
/** To write, decode, parse and store a letter, in the time of a unit of fuel. */
const workOfLetter = 4;

export class Sandbox {
  readonly #images: Images;
  readonly #refuel: WebAssembly.ImportValue;
  #memory: WebAssembly.Memory | undefined;
  #guest: Guest | undefined;
  #base: Base | undefined;
  #suspendable = new Map<Entry, (...values: number[]) => Promise<Pointer>>();
  #logs = new LogLines();
  #work: Work | undefined;
  #inputBytes = 0;
  /** How far runs have written since the memory was last put back. */
  #dirtyEnd = 0;

  /** `refuel` is called when the fuel is used up: it sets `fuel`, throws, or (wrapped to do so) suspends. */
  constructor(images: Images, refuel: WebAssembly.ImportValue) {
    this.#images = images;
    this.#refuel = refuel;
  }

  get isOpen(): boolean {
    return this.#guest !== undefined;
  }

  get logs(): readonly string[] {
    return this.#logs.lines;
  }

  set fuel(units: number) {
    this.#guest!.quickJs.fuel.value = units;
  }

  /** Makes an instance where there is none, or none that is whole. */
  async open(openQuickJs: OpenQuickJs): Promise<void> {
    this.#memory ??= new WebAssembly.Memory({ initial: bounds.minPages, maximum: bounds.maxPages });
    const guest = new Guest(
      await openQuickJs(this.#memory, { refuel: this.#refuel, call: (id, context, values) => this.#host(id, context, values) }),
    );
    if (!this.#images.base) {
      const base = prepareBase(guest);
      this.#images.base = { base, image: takeImage(guest) };
    }
    this.#base = this.#images.base.base;
    this.#suspendable = new Map();
    this.#guest = guest;
    this.#markDirty();
  }

  /** Runs without a pause. `spent` is what that took: fuel, and the letters that went in and out. */
  runNow(work: Work, fuel: number): { readonly outcome: Outcome; readonly spent: number } {
    const steps = this.#begin(work, fuel);
    try {
      for (let next = this.#uncounted(() => steps.next()); ;) {
        if (next.done) {
          const letters = work.input.length + this.#inputBytes + (next.value.kind === "answer" ? next.value.text.length : 0);
          return { outcome: next.value, spent: fuel - (this.#guest!.quickJs.fuel.value as number) + letters * workOfLetter };
        }
        const [entry, ...values] = next.value;
        const result = this.#entry(entry)(...values);
        next = this.#uncounted(() => steps.next(result));
      }
    } catch (error) {
      return { outcome: this.#broken(error), spent: fuel };
    } finally {
      this.#markDirty();
    }
  }

  /** Runs on a stack of its own, so that `refuel` can suspend it. */
  async runSuspending(work: Work, fuel: number): Promise<Outcome> {
    const steps = this.#begin(work, fuel);
    try {
      for (let next = this.#uncounted(() => steps.next()); ;) {
        if (next.done) return next.value;
        const [entry, ...values] = next.value;
        let call = this.#suspendable.get(entry);
        if (!call) this.#suspendable.set(entry, (call = promising(this.#entry(entry))));
        const result = await call(...values);
        next = this.#uncounted(() => steps.next(result));
      }
    } catch (error) {
      return this.#broken(error);
    } finally {
      this.#markDirty();
    }
  }

  /**
   * What the host does with the instance: short, and it must not run out of fuel, because with the host's frames on the
   * stack nothing can be suspended.
   */
  #uncounted<Result>(work: () => Result): Result {
    const { fuel } = this.#guest!.quickJs;
    const left = fuel.value as number;
    fuel.value = left + ampleFuel;
    const result = work();
    fuel.value = Math.max(0, Math.min(left, (fuel.value as number) - ampleFuel));
    return result;
  }

  #begin(work: Work, fuel: number): Steps<Outcome> {
    this.#logs = new LogLines();
    this.#work = work;
    this.#inputBytes = 0;
    this.fuel = fuel;
    const common = this.#images.base!.image;
    const own = this.#images.find(work.code);
    this.#restore(common, own);
    return runSteps(this.#guest!, this.#base!, work, own !== undefined, () =>
      this.#images.keep(work.code, takeImage(this.#guest!, common)),
    );
  }

  #entry(entry: Entry): (...values: number[]) => Pointer {
    return this.#guest!.quickJs.js[entry];
  }

  #host(hostId: number, context: Pointer, values: Pointer): Pointer {
    const guest = this.#guest!;
    const { js } = guest.quickJs;
    return this.#uncounted(() => {
      const value = js._QTS_ArgvGetJSValueConstPointer(values, 0);
      if (hostId === hostIds.load) return this.#load(guest, context, js._QTS_GetFloat64(context, value));
      const line = this.#logs.isFull ? undefined : guest.read(context, value);
      if (typeof line === "string") this.#logs.add(line);
      return 0;
    });
  }

  #load(guest: Guest, context: Pointer, index: number): Pointer {
    const text = this.#work!.load(index);
    if (text === undefined) return 0;
    this.#inputBytes += text.length;
    if (this.#inputBytes > bounds.maxInputBytes) throw new LimitReached("input");
    const value = guest.newString(context, text);
    if (!value) throw new LimitReached("memory");
    return value;
  }

  #broken(error: unknown): Outcome {
    this.#markDirty();
    this.#guest = undefined;
    if (error instanceof LimitReached) return { kind: "limit", limit: error.limit };
    // The host's stack has ended before QuickJS's own.
    if (error instanceof RangeError) return { kind: "limit", limit: "stack" };
    // QuickJS gives up where it cannot allocate what it must.
    if (error instanceof WebAssembly.RuntimeError) return { kind: "limit", limit: "memory" };
    return { kind: "stopped", reason: error };
  }

  #markDirty(): void {
    if (!this.#guest) return;
    this.fuel = ampleFuel;
    this.#dirtyEnd = Math.max(this.#dirtyEnd, this.#guest.quickJs.sbrk(0));
  }

  #restore(common: Image, own: Image | undefined): void {
    const { memory } = this.#guest!;
    putImage(memory, common);
    if (own) putImage(memory, own);
    const { end } = own ?? common;
    if (this.#dirtyEnd > end) memory.fill(0, end, this.#dirtyEnd);
    this.#dirtyEnd = end;
  }
}

function promising(entry: unknown): (...values: number[]) => Promise<Pointer> {
  // TypeScript's own declarations do not know JavaScript Promise Integration yet.
  return (WebAssembly as unknown as { promising(entry: unknown): (...values: number[]) => Promise<Pointer> }).promising(entry);
}
