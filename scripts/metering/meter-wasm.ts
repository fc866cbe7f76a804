/**
 * Makes a WebAssembly module count its own work. Every turn of every loop and every round of every recursion takes one
 * unit of fuel; copying and filling memory take one for each 64 bytes. When there is none left, the imported function
 * `meter.refuel` is called, which gives more, suspends, or throws. Nothing that the module does, in whichever native
 * function, can go on without asking.
 */
import { op } from "./instructions.ts";
import { name, Reader, unsigned, vector } from "./leb.ts";
import { meterCode, moved, type Numbers } from "./meter-code.ts";

const i32 = 0x7f;
/** What a new instance has for its own start; far below 2³¹, so that the sign stays clear. */
const setUpFuel = 2 ** 29;
const section = { type: 1, import: 2, function: 3, global: 6, export: 7, start: 8, element: 9, code: 10 } as const;
const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/**
 * Takes a module that imports its memory, and gives the counting one, which takes a memory of any size. It exports
 * `fuel` and its first global, the `stackPointer` (both mutable), and `sbrk`.
 */
export function meterWasm(source: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = readSections(source);
  const get = (id: number): Reader => {
    const found = sections.get(id);
    if (!found) throw new Error(`The module has no section ${id}.`);
    return new Reader(found.bytes, found.at, found.end);
  };
  /** How many items a section has, or, in that of the start, which function it names. */
  const first = (id: number): number => get(id).unsigned();
  const imports = readImports(get(section.import));
  const types = first(section.type);
  const added = imports.functions + 1 + first(section.function);
  const numbers: Numbers = { refuel: imports.functions, spend: added, copy: added + 1, fill: added + 2, fuel: first(section.global) };
  const table = readElements(get(section.element));
  const code = meterCode(
    get(section.code),
    numbers,
    table.flatMap(({ functions }) => functions),
  );
  const rewritten = new Map<number, number[]>([
    [section.type, extend(get(section.type), [functionType([]), functionType([i32]), functionType([i32, i32, i32])])],
    [
      section.import,
      [...unsigned(imports.total + 1), ...imports.withAnyMemory, ...name("meter"), ...name("refuel"), 0, ...unsigned(types)],
    ],
    [section.function, extend(get(section.function), [unsigned(types + 1), unsigned(types + 2), unsigned(types + 2)])],
    [section.global, extend(get(section.global), [[i32, 1, op.i32Const, ...unsigned(setUpFuel), op.end]])],
    [section.export, meterExports(get(section.export), numbers, imports.functions + 1 + code.sbrk)],
    [section.start, unsigned(moved(first(section.start), numbers))],
    [
      section.element,
      vector(
        table.map(({ offset, functions }) => [
          0,
          op.i32Const,
          ...offset,
          op.end,
          ...vector(functions.map((index) => unsigned(moved(index, numbers)))),
        ]),
      ),
    ],
    [section.code, code.bytes],
  ]);
  const parts = [...sections].map(([id, { bytes, at, end }]) => {
    const body = rewritten.get(id) ?? bytes.subarray(at, end);
    return [Uint8Array.from([id, ...unsigned(body.length)]), Uint8Array.from(body)];
  });
  return join([Uint8Array.from(header), ...parts.flat()]);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function readSections(source: Uint8Array): Map<number, Reader> {
  const reader = new Reader(source, header.length);
  const sections = new Map<number, Reader>();
  while (reader.at < reader.end) {
    const id = reader.byte();
    const body = reader.part(reader.unsigned());
    // Custom sections (names, producers) are left out: they may name functions by number.
    if (id !== 0) sections.set(id, body);
  }
  return sections;
}

function extend(reader: Reader, items: readonly (readonly number[])[]): number[] {
  const before = reader.unsigned();
  return [...unsigned(before + items.length), ...reader.bytes.subarray(reader.at, reader.end), ...items.flat()];
}

function functionType(parameters: readonly number[]): number[] {
  return [0x60, ...vector(parameters.map((type) => [type])), 0];
}

function readImports(reader: Reader): { functions: number; total: number; withAnyMemory: number[] } {
  const total = reader.unsigned();
  const start = reader.at;
  let functions = 0;
  let limits: { from: number; to: number; maximum: number } | undefined;
  for (let i = 0; i < total; i++) {
    reader.skip(reader.unsigned());
    reader.skip(reader.unsigned());
    const kind = reader.byte();
    if (kind === 0) {
      functions++;
      reader.skipNumber();
    } else if (kind === 2 && reader.bytes[reader.at] === 1) {
      const from = reader.at++;
      reader.skipNumber();
      limits = { maximum: reader.unsigned(), from, to: reader.at };
    } else throw new Error(`An import of kind ${kind} is not known here.`);
  }
  if (!limits) throw new Error("The module does not import its memory.");
  const { from, to, maximum } = limits;
  const { bytes, end } = reader;
  return {
    functions,
    total,
    withAnyMemory: [...bytes.subarray(start, from), 1, 1, ...unsigned(maximum), ...bytes.subarray(to, end)],
  };
}

function meterExports(reader: Reader, numbers: Numbers, sbrk: number): number[] {
  const items: number[][] = [];
  for (let left = reader.unsigned(); left > 0; left--) {
    const start = reader.at;
    reader.skip(reader.unsigned());
    const label = Array.from(reader.bytes.subarray(start, reader.at));
    const kind = reader.byte();
    const index = reader.unsigned();
    items.push([...label, kind, ...unsigned(kind === 0 ? moved(index, numbers) : index)]);
  }
  const [ofFunction, ofGlobal] = [0, 3];
  items.push(
    [...name("stackPointer"), ofGlobal, 0],
    [...name("fuel"), ofGlobal, ...unsigned(numbers.fuel)],
    [...name("sbrk"), ofFunction, ...unsigned(sbrk)],
  );
  return vector(items);
}

function readElements(reader: Reader): { offset: number[]; functions: number[] }[] {
  return Array.from({ length: reader.unsigned() }, () => {
    if (reader.byte() !== 0 || reader.byte() !== op.i32Const) throw new Error("This kind of table is not known here.");
    const start = reader.at;
    reader.skipNumber();
    const offset = Array.from(reader.bytes.subarray(start, reader.at));
    if (reader.byte() !== op.end) throw new Error("This kind of table is not known here.");
    return { offset, functions: Array.from({ length: reader.unsigned() }, () => reader.unsigned()) };
  });
}
