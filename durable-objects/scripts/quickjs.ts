/** QuickJS as it comes out of WebAssembly: memory, pointers, and the few of its functions that scripts need. */
import loadQuickJs from "@jitl/quickjs-ng-wasmfile-release-sync/emscripten-module";
// The package's own file after `scripts/metering/meter-wasm.ts`; made by `node scripts/meter-quickjs.ts`.
import wasm from "./quickjs.wasm";

/** Where something lies in the instance's memory. */
export type Pointer = number;

interface Functions {
  readonly _malloc: (bytes: number) => Pointer;
  readonly _free: (at: Pointer) => void;
  readonly _QTS_NewRuntime: () => Pointer;
  readonly _QTS_RuntimeSetMaxStackSize: (runtime: Pointer, bytes: number) => void;
  readonly _QTS_NewContext: (runtime: Pointer, intrinsics: number) => Pointer;
  readonly _QTS_NewFunction: (context: Pointer, name: Pointer, length: number, isConstructor: number, hostId: number) => Pointer;
  readonly _QTS_NewString: (context: Pointer, utf8: Pointer) => Pointer;
  readonly _QTS_GetString: (context: Pointer, value: Pointer) => Pointer;
  readonly _QTS_FreeCString: (context: Pointer, utf8: Pointer) => void;
  readonly _QTS_GetFloat64: (context: Pointer, value: Pointer) => number;
  readonly _QTS_GetUndefined: () => Pointer;
  readonly _QTS_GetPropNumber: (context: Pointer, value: Pointer, index: number) => Pointer;
  readonly _QTS_Eval: (context: Pointer, code: Pointer, bytes: number, file: Pointer, detectModule: number, flags: number) => Pointer;
  readonly _QTS_Call: (context: Pointer, fn: Pointer, self: Pointer, count: number, values: Pointer) => Pointer;
  readonly _QTS_ArgvGetJSValueConstPointer: (values: Pointer, index: number) => Pointer;
  readonly _QTS_ResolveException: (context: Pointer, value: Pointer) => Pointer;
  readonly _QTS_IsJobPending: (runtime: Pointer) => number;
  readonly _QTS_ExecutePendingJob: (runtime: Pointer, maxJobs: number, lastContext: Pointer) => Pointer;
}

export interface QuickJs {
  readonly js: Functions;
  readonly memory: WebAssembly.Memory;
  /** Units of work left; at 0 the instance calls `refuel`. */
  readonly fuel: WebAssembly.Global;
  /** `sbrk(0)` is the end of the heap. */
  readonly sbrk: (more: number) => Pointer;
  /** The start of the stack, which grows downwards from here; the heap is above. */
  readonly heapStart: Pointer;
}

/** What a running instance calls. */
export interface Host {
  /** A plain function, or a `WebAssembly.Suspending` one. */
  readonly refuel: WebAssembly.ImportValue;
  /** One of the functions made with `_QTS_NewFunction`; answers a new value, or 0 for undefined. */
  call(hostId: number, context: Pointer, values: Pointer): Pointer;
}

/** Passed to the code that opens instances, so that 550 KB of WebAssembly are loaded only with the first script. */
export type OpenQuickJs = typeof openQuickJs;

/** What calling out costs, in units of fuel: the host's side of it is not counted otherwise. */
const importFuel = 100;

/** A new instance over `memory`, of which it fills in what it needs. */
export async function openQuickJs(memory: WebAssembly.Memory, host: Host): Promise<QuickJs> {
  let instance: WebAssembly.Instance | undefined;
  const options = {
    wasmMemory: memory,
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      instance = new WebAssembly.Instance(wasm, { ...charged(imports, () => instance), meter: { refuel: host.refuel } });
      done(instance);
      return instance.exports;
    },
    callbacks: {
      callFunction: (_: undefined, context: Pointer, _self: Pointer, _count: number, values: Pointer, hostId: number) =>
        host.call(hostId, context, values),
    },
    // What the instance prints, it prints while it breaks; the run's own error says it.
    print: () => {},
    printErr: () => {},
  };
  // The package's types leave out most of what its module exports, and the callbacks that it reads from its options.
  const js = (await loadQuickJs(options)) as unknown as Functions;
  // Exports that the metering adds.
  const { fuel, stackPointer, sbrk } = instance!.exports as {
    fuel: WebAssembly.Global;
    stackPointer: WebAssembly.Global;
    sbrk: (more: number) => Pointer;
  };
  return { js, memory, fuel, sbrk, heapStart: stackPointer.value as Pointer };
}

function charged(imports: WebAssembly.Imports, instance: () => WebAssembly.Instance | undefined): WebAssembly.Imports {
  const charge =
    (call: Function) =>
    (...values: unknown[]) => {
      const fuel = instance()?.exports["fuel"] as WebAssembly.Global | undefined;
      if (fuel) fuel.value = Math.max(0, fuel.value - importFuel);
      return call(...values) as unknown;
    };
  const functions = Object.entries(imports["a"]!).map(
    ([name, value]) => [name, typeof value === "function" ? charge(value) : value] as const,
  );
  return { ...imports, a: Object.fromEntries(functions) };
}
