/**
 * One instance of QuickJS with its memory. Every run begins from an image of the memory, taken just after the script
 * was compiled, so that nothing of an earlier run is left. A run that ends by an exception of the host leaves the instance
 * in the middle of something: it is thrown away, and a new one is opened over the same memory.
 */
import { bounds } from "./bounds.ts";
import type { Image, Images } from "./images.ts";
import { type Outcome, OutOfFuel } from "./outcome.ts";
import { LogLines } from "./log-lines.ts";
import { prelude } from "./prelude.ts";
import { openQuickJs, type Pointer, type QuickJs } from "./quickjs.ts";
import { protectedNames } from "./protected-names.ts";
import { limits } from "#flow/limits.ts";

/** What is to be run: `input` is the JSON text of `{ context, env, seed }`. */
export interface Work {
  readonly code: string;
  readonly input: Uint8Array;
}

/** One call into the instance: done at once, or on a stack that can be suspended. */
type Entry = "_QTS_Eval" | "_QTS_Call" | "_QTS_ExecutePendingJob";
type Call = readonly [entry: Entry, ...values: number[]];
type Steps<Result> = Generator<Call, Result, Pointer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const setUpFuel = 2 ** 30;
const fileName = "script.js";
const opening = '(async function (context, env) {"use strict";\n';
const closing = "\n})";

/** Where the things lie that the prelude made; the same in every image. */
interface Handles {
  readonly runtime: Pointer;
  readonly context: Pointer;
  readonly undefined: Pointer;
  readonly file: Pointer;
  readonly adopt: Pointer;
  readonly start: Pointer;
  readonly answer: Pointer;
  readonly describe: Pointer;
  /** Room for the values of one call. */
  readonly values: Pointer;
}
export interface Base {
  readonly handles: Handles;
  readonly image: Image;
  /** The end of QuickJS's own stack, where the heap begins. */
  readonly heapStart: Pointer;
}

export class Sandbox {
  readonly #memory = new WebAssembly.Memory({ initial: bounds.minPages, maximum: bounds.maxPages });
  readonly #images: Images;
  readonly #refuel: (() => void) | WebAssembly.ImportValue;
  readonly #suspends: boolean;
  #quickJs: QuickJs | undefined;
  #base: Base | undefined;
  /** The furthest that any run has written to. */
  #dirtyEnd = 0;
  #logs = new LogLines();
  /** True while the host's own code is on the stack, which cannot be suspended. */
  inHost = false;
  readonly #promising = new Map<Entry, (...values: number[]) => Promise<Pointer>>();

  /** `refuel` is called when the fuel is used up: it gives more through `fuel`, throws, or (where it can) suspends. */
  constructor(images: Images, refuel: (() => void) | WebAssembly.ImportValue, suspends: boolean) {
    this.#images = images;
    this.#refuel = refuel;
    this.#suspends = suspends;
  }

  set fuel(units: number) {
    this.#quickJs!.fuel.value = units;
  }

  get isOpen(): boolean {
    return this.#quickJs !== undefined;
  }

  get logs(): readonly string[] {
    return this.#logs.lines;
  }

  /** Makes the instance ready for a run. */
  async open(): Promise<void> {
    const quickJs = await openQuickJs(this.#memory, { refuel: this.#refuel, log: (context, values) => this.#log(context, values) });
    this.#quickJs = quickJs;
    this.#promising.clear();
    this.#base = this.#images.base ??= this.#prepare(quickJs);
  }

  /** Runs without a pause, on at most `fuel` units. */
  runNow(work: Work, fuel: number): Outcome {
    const steps = this.#begin(work, fuel);
    try {
      for (let next = steps.next(); ; ) {
        if (next.done) return next.value;
        const [entry, ...values] = next.value;
        next = steps.next((this.#quickJs!.js[entry] as (...values: number[]) => Pointer)(...values));
      }
    } catch (error) {
      return this.#broken(error);
    } finally {
      this.#markDirty();
    }
  }

  /** Runs on a stack of its own, so that `refuel` can suspend it. */
  async runSuspending(work: Work, fuel: number): Promise<Outcome> {
    const steps = this.#begin(work, fuel);
    try {
      for (let next = steps.next(); ; ) {
        if (next.done) return next.value;
        const [entry, ...values] = next.value;
        next = steps.next(await this.#suspendable(entry)(...values));
      }
    } catch (error) {
      return this.#broken(error);
    } finally {
      this.#markDirty();
    }
  }

  #begin(work: Work, fuel: number): Steps<Outcome> {
    this.#logs = new LogLines();
    this.fuel = fuel;
    return this.#steps(work, this.#base!.handles);
  }

  #suspendable(entry: Entry): (...values: number[]) => Promise<Pointer> {
    let call = this.#promising.get(entry);
    if (!call) {
      call = this.#suspends ? promising(this.#quickJs!.js[entry]) : async (...values) => (this.#quickJs!.js[entry] as (...values: number[]) => Pointer)(...values);
      this.#promising.set(entry, call);
    }
    return call;
  }

  *#steps({ code, input }: Work, handles: Handles): Steps<Outcome> {
    const { js } = this.#quickJs!;
    const image = this.#images.find(code);
    if (image) this.#restore(image);
    else {
      this.#restore(this.#base!.image);
      const problem = yield* this.#compile(code, handles);
      if (problem) return { kind: "answer", text: problem };
      this.#images.keep(code, this.#capture());
    }
    const text = this.#newString(handles, input);
    if (!text) return { kind: "limit", limit: "memory" };
    const started = yield* this.#call(handles, handles.start, [text]);
    if (!started) return { kind: "limit", limit: "memory" };
    while (js._QTS_IsJobPending(handles.runtime)) yield ["_QTS_ExecutePendingJob", handles.runtime, 1000, handles.values];
    const answer = yield* this.#call(handles, handles.answer, []);
    return answer ? { kind: "answer", text: this.#read(answer) } : { kind: "limit", limit: "memory" };
  }

  /** Leaves the compiled script with the prelude; gives the answer where it does not parse. */
  *#compile(code: string, handles: Handles): Steps<string | undefined> {
    const { js } = this.#quickJs!;
    const source = opening + code + closing;
    const bytes = encoder.encode(source);
    const at = this.#write(bytes);
    if (!at) return limitText("memory");
    const script = yield ["_QTS_Eval", handles.context, at, bytes.length, handles.file, 0, 0];
    js._free(at);
    let error = js._QTS_ResolveException(handles.context, script);
    if (!error) {
      const length = this.#newString(handles, encoder.encode(String(source.length - 2)));
      const adopted = yield ["_QTS_Call", handles.context, handles.adopt, handles.undefined, 2, this.#values(handles, [script, length])];
      error = js._QTS_ResolveException(handles.context, adopted);
    }
    if (!error) return undefined;
    const answer = yield* this.#call(handles, handles.describe, [error]);
    return answer ? this.#read(answer) : limitText("memory");
  }

  /** The result of one of the prelude's functions, or 0 where not even that could be done. */
  *#call(handles: Handles, fn: Pointer, values: readonly Pointer[]): Steps<Pointer> {
    const result = yield ["_QTS_Call", handles.context, fn, handles.undefined, values.length, this.#values(handles, values)];
    return this.#quickJs!.js._QTS_ResolveException(handles.context, result) ? 0 : result;
  }

  #values(handles: Handles, values: readonly Pointer[]): Pointer {
    new Uint32Array(this.#memory.buffer, handles.values, values.length).set(values);
    return handles.values;
  }

  #newString(handles: Handles, bytes: Uint8Array): Pointer {
    const at = this.#write(bytes);
    if (!at) return 0;
    const { js } = this.#quickJs!;
    const value = js._QTS_NewString(handles.context, at);
    js._free(at);
    return js._QTS_ResolveException(handles.context, value) ? 0 : value;
  }

  /** The bytes and a zero after them in the instance's memory; 0 where there is no room. */
  #write(bytes: Uint8Array): Pointer {
    const at = this.#quickJs!.js._malloc(bytes.length + 1);
    if (!at) return 0;
    const target = new Uint8Array(this.#memory.buffer, at, bytes.length + 1);
    target.set(bytes);
    target[bytes.length] = 0;
    return at;
  }

  #read(value: Pointer): string {
    const { js } = this.#quickJs!;
    const { context } = this.#base!.handles;
    const at = js._QTS_GetString(context, value);
    const memory = new Uint8Array(this.#memory.buffer);
    const text = at ? decoder.decode(memory.subarray(at, memory.indexOf(0, at))) : limitText("memory");
    if (at) js._QTS_FreeCString(context, at);
    return text;
  }

  #log(context: Pointer, values: Pointer): void {
    if (this.#logs.isFull) return;
    const { js } = this.#quickJs!;
    this.inHost = true;
    try {
      const at = js._QTS_GetString(context, js._QTS_ArgvGetJSValueConstPointer(values, 0));
      if (!at) return;
      const memory = new Uint8Array(this.#memory.buffer);
      this.#logs.add(JSON.parse(decoder.decode(memory.subarray(at, memory.indexOf(0, at)))) as string);
      js._QTS_FreeCString(context, at);
    } finally {
      this.inHost = false;
    }
  }

  #broken(error: unknown): Outcome {
    this.#markDirty();
    this.#quickJs = undefined;
    if (error instanceof OutOfFuel) return { kind: "exhausted" };
    if (error instanceof RangeError) return { kind: "limit", limit: "stack" };
    if (error instanceof WebAssembly.RuntimeError) return { kind: "limit", limit: "memory" };
    return { kind: "stopped", reason: error };
  }

  #markDirty(): void {
    if (!this.#quickJs) return;
    this.fuel = setUpFuel;
    this.#dirtyEnd = Math.max(this.#dirtyEnd, this.#quickJs.sbrk(0));
  }

  #restore(image: Image): void {
    const memory = new Uint8Array(this.#memory.buffer);
    const { heapStart } = this.#base!;
    memory.set(image.statics);
    memory.set(image.heap, heapStart);
    const end = heapStart + image.heap.length;
    if (this.#dirtyEnd > end) memory.fill(0, end, this.#dirtyEnd);
    this.#dirtyEnd = end;
  }

  #capture(): Image {
    const { heapStart } = this.#base!;
    const memory = new Uint8Array(this.#memory.buffer);
    return { statics: memory.slice(0, heapStart - bounds.quickJsStackBytes), heap: memory.slice(heapStart, this.#quickJs!.sbrk(0)) };
  }

  /** The very first instance: makes a context, lets the prelude run, and takes the image that all others begin from. */
  #prepare(quickJs: QuickJs): Base {
    const { js } = quickJs;
    const { heapStart } = quickJs;
    const runtime = js._QTS_NewRuntime();
    js._QTS_RuntimeSetMaxStackSize(runtime, bounds.stackBytes);
    const context = js._QTS_NewContext(runtime, 0);
    const evaluate = (source: string): Pointer => {
      const bytes = encoder.encode(source);
      const at = this.#write(bytes);
      const value = js._QTS_Eval(context, at, bytes.length, file, 0, 0);
      if (js._QTS_ResolveException(context, value)) throw new Error("The prelude of the script engine does not run.");
      js._free(at);
      return value;
    };
    const file = this.#write(encoder.encode(fileName));
    const values = js._malloc(64);
    const undefinedValue = js._QTS_GetUndefined();
    const partial = { runtime, context, undefined: undefinedValue, file, values };
    const write = js._QTS_NewFunction(context, this.#write(encoder.encode("write")), 1, 0, 1);
    const names = evaluate(JSON.stringify(protectedNames));
    const maxText = evaluate(String(limits.maxScriptOutputBytes));
    new Uint32Array(this.#memory.buffer, values, 3).set([write, names, maxText]);
    const functions = js._QTS_Call(context, evaluate(prelude), undefinedValue, 3, values);
    const problem = js._QTS_ResolveException(context, functions);
    if (problem) {
      const m = new Uint8Array(this.#memory.buffer); const a = js._QTS_GetString(context, problem);
      throw new Error("The prelude of the script engine does not run. " + decoder.decode(m.subarray(a, m.indexOf(0, a))));
    }
    const [adopt, start, answer, describe] = [0, 1, 2, 3].map((index) => js._QTS_GetPropNumber(context, functions, index)) as [Pointer, Pointer, Pointer, Pointer];
    const handles: Handles = { ...partial, adopt, start, answer, describe };
    this.#base = { handles, heapStart, image: { statics: new Uint8Array(), heap: new Uint8Array() } };
    return { ...this.#base, image: this.#capture() };
  }
}

function limitText(limit: string): string {
  return JSON.stringify({ ok: false, limit, message: "", stack: "" });
}

function promising(entry: unknown): (...values: number[]) => Promise<Pointer> {
  return (WebAssembly as unknown as { promising(entry: unknown): (...values: number[]) => Promise<Pointer> }).promising(entry);
}
