/**
 * Makes a WebAssembly module count its own work. Every turn of every loop, and every entry into a function that calls
 * others, takes one unit of fuel; copying and filling memory take one for each 64 bytes. When there is none left,
 * the imported function `meter.refuel` is called, which gives more, suspends, or throws. Nothing that the module does, in
 * whichever native function, can go on without asking.
 */
import { op, skipOperands } from "./instructions.ts";
import { name, Reader, unsigned, vector } from "./leb.ts";

const i32 = 0x7f;
/** What a new instance has for its own start; far below 2³¹, so that the sign stays clear. */
const setUpFuel = 2 ** 29;
const section = { type: 1, import: 2, function: 3, global: 6, export: 7, start: 8, element: 9, code: 10 } as const;

interface Numbers {
  /** Functions from here on move up by one, to make room for `refuel`. */
  readonly refuel: number;
  readonly spend: number;
  readonly copy: number;
  readonly fill: number;
  readonly fuel: number;
}

/** Takes a module, gives the counting one. It imports `meter.refuel`, and exports `fuel` and its first global, the
 * `stackPointer` (both mutable), and `sbrk`. */
export function meterWasm(source: Uint8Array, minPages: number): Uint8Array<ArrayBuffer> {
  const sections = readSections(source);
  const functionCount = count(sections, section.function);
  const imports = readImports(sections.get(section.import)!);
  const typeCount = count(sections, section.type);
  const defined = imports.functions + 1;
  const numbers: Numbers = {
    refuel: imports.functions,
    spend: defined + functionCount,
    copy: defined + functionCount + 1,
    fill: defined + functionCount + 2,
    fuel: count(sections, section.global),
  };
  const code = meterCode(sections.get(section.code)!, numbers);
  const rewritten = new Map<number, number[]>([
    [section.type, extend(sections, section.type, [functionType([]), functionType([i32]), functionType([i32, i32, i32])])],
    [section.import, [...unsigned(imports.total + 1), ...imports.withMinPages(minPages), ...name("meter"), ...name("refuel"), 0, ...unsigned(typeCount)]],
    [section.function, extend(sections, section.function, [unsigned(typeCount + 1), unsigned(typeCount + 2), unsigned(typeCount + 2)])],
    [section.global, extend(sections, section.global, [[i32, 1, op.i32Const, ...unsigned(setUpFuel), op.end]])],
    [section.export, meterExports(sections.get(section.export)!, numbers, defined + code.sbrk)],
    [section.start, unsigned(moved(count(sections, section.start), numbers))],
    [section.element, moveElements(sections.get(section.element)!, numbers)],
    [section.code, code.bytes],
  ]);
  const out: number[] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  for (const [id, reader] of sections) {
    const body = rewritten.get(id) ?? Array.from(reader.bytes.subarray(reader.at, reader.end));
    append(out, [id, ...unsigned(body.length)]);
    append(out, body);
  }
  return Uint8Array.from(out);
}

function append(out: number[], more: readonly number[]): void {
  for (const byte of more) out.push(byte);
}

function readSections(source: Uint8Array): Map<number, Reader> {
  const reader = new Reader(source, 8);
  const sections = new Map<number, Reader>();
  while (reader.at < reader.end) {
    const id = reader.byte();
    const body = reader.part(reader.unsigned());
    // Custom sections (names, producers) are left out: they may name functions by number.
    if (id !== 0) sections.set(id, body);
  }
  return sections;
}

/** The number that a section begins with: how many items it has, or which function starts. */
function count(sections: Map<number, Reader>, id: number): number {
  const body = sections.get(id)!;
  return new Reader(body.bytes, body.at, body.end).unsigned();
}

function extend(sections: Map<number, Reader>, id: number, items: readonly (readonly number[])[]): number[] {
  const body = sections.get(id)!;
  const reader = new Reader(body.bytes, body.at, body.end);
  const before = reader.unsigned();
  return [...unsigned(before + items.length), ...reader.bytes.subarray(reader.at, reader.end), ...items.flat()];
}

function functionType(parameters: readonly number[]): number[] {
  return [0x60, ...vector(parameters.map((type) => [type])), 0];
}

function readImports(reader: Reader): { functions: number; total: number; withMinPages(pages: number): number[] } {
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
  const bytes = reader.bytes;
  return {
    functions,
    total,
    withMinPages: (pages) => [...bytes.subarray(start, from), 1, ...unsigned(pages), ...unsigned(maximum), ...bytes.subarray(to, reader.end)],
  };
}

function moved(index: number, numbers: Numbers): number {
  return index >= numbers.refuel ? index + 1 : index;
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
  items.push([...name("stackPointer"), 3, 0], [...name("fuel"), 3, ...unsigned(numbers.fuel)], [...name("sbrk"), 0, ...unsigned(sbrk)]);
  return vector(items);
}

function moveElements(reader: Reader, numbers: Numbers): number[] {
  const items: number[][] = [];
  for (let left = reader.unsigned(); left > 0; left--) {
    if (reader.byte() !== 0 || reader.byte() !== op.i32Const) throw new Error("This kind of table is not known here.");
    const start = reader.at;
    reader.skipNumber();
    const offset = reader.bytes.subarray(start, reader.at);
    if (reader.byte() !== op.end) throw new Error("This kind of table is not known here.");
    const functions: number[][] = [];
    for (let more = reader.unsigned(); more > 0; more--) functions.push(unsigned(moved(reader.unsigned(), numbers)));
    items.push([0, op.i32Const, ...offset, op.end, ...vector(functions)]);
  }
  return vector(items);
}

/** `sbrk` is the one function that asks for the memory's size, counted among those that the module defines. */
function meterCode(reader: Reader, numbers: Numbers): { bytes: number[]; sbrk: number } {
  const total = reader.unsigned();
  const bytes = unsigned(total + 3);
  const askers: number[] = [];
  for (let i = 0; i < total; i++) {
    const body = meterFunction(reader.part(reader.unsigned()), numbers, () => askers.push(i));
    append(bytes, unsigned(body.length));
    append(bytes, body);
  }
  if (askers.length !== 1) throw new Error("The function that grows the heap cannot be told from the others.");
  for (const body of [spendFunction(numbers), bulkFunction(numbers, [op.memoryCopy, 0, 0]), bulkFunction(numbers, [op.memoryFill, 0])]) {
    append(bytes, [...unsigned(body.length), ...body]);
  }
  return { bytes, sbrk: askers[0]! };
}

function meterFunction(reader: Reader, numbers: Numbers, asksForSize: () => void): number[] {
  const start = reader.at;
  for (let groups = reader.unsigned(); groups > 0; groups--) {
    reader.skipNumber();
    reader.skip(1);
  }
  const locals = reader.bytes.subarray(start, reader.at);
  const body: number[] = [];
  const turn = takeOne(numbers);
  let calls = false;
  while (reader.at < reader.end) {
    const at = reader.at;
    const code = reader.byte();
    if (code === op.call) {
      calls = true;
      body.push(op.call, ...unsigned(moved(reader.unsigned(), numbers)));
      continue;
    }
    if (code === op.bulk) {
      body.push(...bulkInstruction(reader, at, numbers));
      continue;
    }
    if (code === op.callIndirect) calls = true;
    if (code === op.memorySize) asksForSize();
    skipOperands(code, reader);
    for (let i = at; i < reader.at; i++) body.push(reader.bytes[i]!);
    if (code === op.loop) append(body, turn);
  }
  return [...locals, ...(calls ? turn : []), ...body];
}

function bulkInstruction(reader: Reader, at: number, numbers: Numbers): number[] {
  const code = reader.unsigned();
  if (code === op.memoryCopy || code === op.memoryFill) {
    reader.skip(code === op.memoryCopy ? 2 : 1);
    return [op.call, ...unsigned(code === op.memoryCopy ? numbers.copy : numbers.fill)];
  }
  // 0 to 7 turn floating point into integers.
  if (code > 7) throw new Error(`The WebAssembly instruction 0xfc ${code} is not known here.`);
  return Array.from(reader.bytes.subarray(at, reader.at));
}

/** `if (fuel == 0) refuel(); fuel -= 1` */
function takeOne({ fuel, refuel }: Numbers): number[] {
  const index = unsigned(fuel);
  return [op.globalGet, ...index, op.i32Eqz, op.if, op.void, op.call, ...unsigned(refuel), op.end, op.globalGet, ...index, op.i32Const, 1, op.i32Sub, op.globalSet, ...index];
}

/** `(n) => { if (fuel > n) fuel -= n; else { fuel = 0; refuel(); } }` */
function spendFunction({ fuel, refuel }: Numbers): number[] {
  const index = unsigned(fuel);
  const enough = [op.globalGet, ...index, op.localGet, 0, op.i32Sub, op.globalSet, ...index];
  const tooLittle = [op.i32Const, 0, op.globalSet, ...index, op.call, ...unsigned(refuel)];
  return [0, op.globalGet, ...index, op.localGet, 0, op.i32GtU, op.if, op.void, ...enough, op.else, ...tooLittle, op.end, op.end];
}

/** `(to, from or value, length) => { spend(length >> 6); memory.copy or fill }` */
function bulkFunction({ spend }: Numbers, instruction: readonly number[]): number[] {
  return [0, op.localGet, 2, op.i32Const, 6, op.i32ShrU, op.call, ...unsigned(spend), op.localGet, 0, op.localGet, 1, op.localGet, 2, op.bulk, ...instruction, op.end];
}
