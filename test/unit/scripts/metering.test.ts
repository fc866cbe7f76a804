import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { meterWasm } from "../../../scripts/metering/meter-wasm.ts";
import { skipOperands } from "../../../scripts/metering/instructions.ts";
import { Reader } from "../../../scripts/metering/leb.ts";
import { findRecursive } from "../../../scripts/metering/call-graph.ts";
import { meterQuickJs } from "../../../scripts/metering/meter-quickjs.ts";

it("is what the engine's file was made with", () => {
  const kept = readFileSync(new URL("../../../durable-objects/scripts/quickjs.wasm", import.meta.url));
  // Otherwise run `node scripts/meter-quickjs.ts`.
  expect(Buffer.compare(kept, meterQuickJs())).toBe(0);
});

it("leaves no loop and no copying in the engine's file uncounted", () => {
  const module = meterQuickJs();
  const { functions, refuel, fuel } = readFunctions(module);
  const counting = [0x23, fuel, 0x45, 0x04, 0x40, 0x10, refuel];
  let loops = 0;
  let bulk = 0;
  for (const { reader, isHelper } of functions) {
    while (reader.at < reader.end) {
      const code = reader.byte();
      if (code === 0x10) reader.skipNumber();
      else if (code === 0xfc) {
        const kind = reader.unsigned();
        if (kind > 7) {
          reader.skip(kind === 10 ? 2 : 1);
          expect(isHelper).toBe(true);
          bulk++;
        }
      } else {
        skipOperands(code, reader);
        if (code === 0x03) {
          loops++;
          expect(Array.from(module.subarray(reader.at, reader.at + counting.length))).toEqual(counting);
        }
      }
    }
  }
  expect(loops).toBeGreaterThan(1000);
  expect(bulk).toBe(2);
});

it("counts the turns of a loop, and goes on when it is given more", () => {
  const { call, refuels } = open(program({ loops: true }), 10);
  call("run", 100);
  expect(refuels()).toBe(10);
});

it("ends a loop by an exception of whoever gives no more", () => {
  const { call } = open(program({ loops: true }), 10, 3);
  expect(() => call("run", 1_000_000_000)).toThrow("no more fuel");
});

it("counts recursion", () => {
  const { call } = open(program({ loops: false }), 10, 3);
  expect(() => call("run", 1000)).toThrow("no more fuel");
});

it("counts what copying and filling cost by their length", () => {
  const { call, refuels } = open(program({ loops: true }), 1000);
  call("bulk", 65536);
  // 65,536 bytes twice, 64 to the unit, do not fit into 1,000 units.
  expect(refuels()).toBe(2);
});

it("refuses instructions that it does not know", () => {
  const source = program({ loops: true });
  // The last body's first instruction becomes one of the vector instructions.
  source[source.length - 20] = 0xfd;
  expect(() => meterWasm(source)).toThrow("Unknown WebAssembly instruction");
});

it("finds recursion by direct calls, and through the table", () => {
  const functions = [
    { direct: [1], hasIndirect: false },
    { direct: [0, 2], hasIndirect: false },
    { direct: [], hasIndirect: false },
    { direct: [4], hasIndirect: false },
    { direct: [], hasIndirect: true },
  ];
  expect(findRecursive(functions, new Set([2, 3]))).toEqual(new Set([0, 3]));
});

/** The bodies of a module's functions past their locals; the last three are the metering's own. */
function readFunctions(module: Uint8Array): { functions: { reader: Reader; isHelper: boolean }[]; refuel: number; fuel: number } {
  const counts = new Map<number, number>();
  const reader = new Reader(module, 8);
  const functions: { reader: Reader; isHelper: boolean }[] = [];
  while (reader.at < reader.end) {
    const id = reader.byte();
    const body = reader.part(reader.unsigned());
    const total = body.unsigned();
    counts.set(id, total);
    if (id !== 10) continue;
    for (let i = 0; i < total; i++) {
      const code = body.part(body.unsigned());
      for (let groups = code.unsigned(); groups > 0; groups--) {
        code.skipNumber();
        code.skip(1);
      }
      functions.push({ reader: code, isHelper: i >= total - 3 });
    }
  }
  // Of the imports one is the memory; the last function among them is `refuel`.
  return { functions, refuel: counts.get(2)! - 2, fuel: counts.get(6)! - 1 };
}

function open(source: Uint8Array<ArrayBuffer>, slice: number, slices = Infinity) {
  let given = 0;
  const refuel = () => {
    if (++given > slices) throw new Error("no more fuel");
    fuel.value = slice;
  };
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 8 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(meterWasm(source)), { env: { memory }, meter: { refuel } });
  const fuel = instance.exports["fuel"] as WebAssembly.Global;
  fuel.value = 0;
  return { call: (name: string, value: number) => (instance.exports[name] as (value: number) => number)(value), refuels: () => given };
}

/** `run(n)` counts down to 0, by a loop or by calling itself; `bulk(n)` copies and fills n bytes. */
function program({ loops }: { loops: boolean }): Uint8Array<ArrayBuffer> {
  const countDown = [0x20, 0, 0x41, 1, 0x6b];
  const byLoop = [0x03, 0x40, ...countDown, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 0, 0x0b];
  const byRecursion = [0x20, 0, 0x45, 0x04, 0x7f, 0x41, 0, 0x05, ...countDown, 0x10, 0, 0x0b, 0x0b];
  const none = [0x0b];
  const sizeOf = [0x3f, 0, 0x0b];
  const bulk = [0x41, 0, 0x41, 0, 0x20, 0, 0xfc, 10, 0, 0, 0x41, 0, 0x41, 0, 0x20, 0, 0xfc, 11, 0, 0x41, 0, 0x0b];
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  const section = (id: number, ...body: number[]) => [id, body.length, ...body];
  const body = (...code: number[]) => [code.length + 1, 0, ...code];
  return Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, 3, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 0, 0x60, 0, 1, 0x7f),
    ...section(2, 1, ...text("env"), ...text("memory"), 2, 1, 4, 8),
    ...section(3, 4, 0, 1, 2, 0),
    ...section(4, 1, 0x70, 0, 1),
    ...section(6, 1, 0x7f, 1, 0x41, 0, 0x0b),
    ...section(7, 2, ...text("run"), 0, 0, ...text("bulk"), 0, 3),
    ...section(8, 1),
    ...section(9, 1, 0, 0x41, 0, 0x0b, 1, 0),
    ...section(10, 4, ...body(...(loops ? byLoop : byRecursion)), ...body(...none), ...body(...sizeOf), ...body(...bulk)),
  ]);
}
