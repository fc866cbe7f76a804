/** Puts the counting into the functions of a module. */
import { type Calls, findRecursive } from "./call-graph.ts";
import { op, skipOperands } from "./instructions.ts";
import { Reader, unsigned } from "./leb.ts";

/** The numbers that functions and the counter have in the new module. */
export interface Numbers {
  /** Functions from here on, which are those that the module defines, move up by one to make room for `refuel`. */
  readonly refuel: number;
  readonly spend: number;
  readonly copy: number;
  readonly fill: number;
  readonly fuel: number;
}

export function moved(index: number, { refuel }: Numbers): number {
  return index >= refuel ? index + 1 : index;
}

interface Scan extends Calls {
  readonly asksForSize: boolean;
}

/**
 * Takes the code section and the functions that stand in the table (by their old numbers). `sbrk` is the one function that
 * asks for the memory's size, counted among those that the module defines.
 */
export function meterCode(section: Reader, numbers: Numbers, table: readonly number[]): { bytes: number[]; sbrk: number } {
  const bodies = Array.from({ length: section.unsigned() }, () => section.part(section.unsigned()));
  const scans = bodies.map((body) => scanFunction(new Reader(body.bytes, body.at, body.end), numbers));
  const counted = findRecursive(scans, new Set(table.map((index) => index - numbers.refuel)));
  const sbrk = scans.findIndex(({ asksForSize }) => asksForSize);
  if (sbrk < 0 || scans.findLastIndex(({ asksForSize }) => asksForSize) !== sbrk) {
    throw new Error("The function that grows the heap could not be identified.");
  }
  const written = bodies.map((body, index) => meterFunction(body, numbers, counted.has(index)));
  written.push(spendFunction(numbers), bulkFunction(numbers, [op.memoryCopy, 0, 0]), bulkFunction(numbers, [op.memoryFill, 0]));
  const bytes = unsigned(written.length);
  for (const body of written) {
    bytes.push(...unsigned(body.length));
    for (const byte of body) bytes.push(byte);
  }
  return { bytes, sbrk };
}

function skipLocals(reader: Reader): void {
  for (let groups = reader.unsigned(); groups > 0; groups--) {
    reader.skipNumber();
    reader.skip(1);
  }
}

function scanFunction(reader: Reader, numbers: Numbers): Scan {
  const direct: number[] = [];
  let hasIndirect = false;
  let asksForSize = false;
  skipLocals(reader);
  while (reader.at < reader.end) {
    const code = reader.byte();
    if (code === op.call) {
      const target = reader.unsigned() - numbers.refuel;
      if (target >= 0) direct.push(target);
    } else if (code === op.bulk) bulkInstruction(reader, numbers);
    else {
      if (code === op.callIndirect) hasIndirect = true;
      if (code === op.memorySize) asksForSize = true;
      skipOperands(code, reader);
    }
  }
  return { direct, hasIndirect, asksForSize };
}

function meterFunction(reader: Reader, numbers: Numbers, isCounted: boolean): number[] {
  const start = reader.at;
  const turn = takeOne(numbers);
  skipLocals(reader);
  const body = [...reader.bytes.subarray(start, reader.at), ...(isCounted ? turn : [])];
  while (reader.at < reader.end) {
    const at = reader.at;
    const code = reader.byte();
    if (code === op.call) body.push(op.call, ...unsigned(moved(reader.unsigned(), numbers)));
    else if (code === op.bulk) body.push(...bulkInstruction(reader, numbers));
    else {
      skipOperands(code, reader);
      for (let i = at; i < reader.at; i++) body.push(reader.bytes[i]!);
      if (code === op.loop) body.push(...turn);
    }
  }
  return body;
}

/** The instruction after its first byte: copying and filling become calls, the others stay. */
function bulkInstruction(reader: Reader, numbers: Numbers): number[] {
  const code = reader.unsigned();
  if (code === op.memoryCopy || code === op.memoryFill) {
    reader.skip(code === op.memoryCopy ? 2 : 1);
    return [op.call, ...unsigned(code === op.memoryCopy ? numbers.copy : numbers.fill)];
  }
  // 0 to 7 turn floating point into integers.
  if (code > 7) throw new Error(`The WebAssembly instruction 0xfc ${code} is not known here.`);
  return [op.bulk, code];
}

/** `if (fuel == 0) refuel(); fuel -= 1` */
function takeOne({ fuel, refuel }: Numbers): number[] {
  const index = unsigned(fuel);
  return [
    op.globalGet,
    ...index,
    op.i32Eqz,
    op.if,
    op.void,
    op.call,
    ...unsigned(refuel),
    op.end,
    op.globalGet,
    ...index,
    op.i32Const,
    1,
    op.i32Sub,
    op.globalSet,
    ...index,
  ];
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
  return [
    0,
    op.localGet,
    2,
    op.i32Const,
    6,
    op.i32ShrU,
    op.call,
    ...unsigned(spend),
    op.localGet,
    0,
    op.localGet,
    1,
    op.localGet,
    2,
    op.bulk,
    ...instruction,
    op.end,
  ];
}
