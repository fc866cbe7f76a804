/**
 * What follows each instruction's code. Only what compilers emit today is known; anything else is refused, because an
 * instruction that is not understood could be a loop that is not counted.
 */
import type { Reader } from "./leb.ts";

export const op = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  call: 0x10,
  callIndirect: 0x11,
  localGet: 0x20,
  globalGet: 0x23,
  globalSet: 0x24,
  memorySize: 0x3f,
  i32Const: 0x41,
  i32Eqz: 0x45,
  i32GtU: 0x4b,
  i32Sub: 0x6b,
  i32ShrU: 0x76,
  bulk: 0xfc,
  memoryCopy: 10,
  memoryFill: 11,
  void: 0x40,
} as const;

/** Passes over what follows `code`, except for `call`, `memory.copy` and `memory.fill`, which the caller reads itself. */
export function skipOperands(code: number, reader: Reader): void {
  if (code <= 0x01 || code === op.else || code === op.end || code === 0x0f || code === 0x1a || code === 0x1b) return;
  if (code >= op.block && code <= op.if) return reader.skipNumber();
  if (code === 0x0c || code === 0x0d) return reader.skipNumber();
  if (code === 0x0e) {
    for (let count = reader.unsigned(); count >= 0; count--) reader.skipNumber();
    return;
  }
  if (code === op.callIndirect) {
    reader.skipNumber();
    return reader.skipNumber();
  }
  if (code >= 0x20 && code <= 0x24) return reader.skipNumber();
  if (code >= 0x28 && code <= 0x3e) {
    reader.skipNumber();
    return reader.skipNumber();
  }
  if (code === op.memorySize || code === 0x40) return reader.skip(1);
  if (code === op.i32Const || code === 0x42) return reader.skipNumber();
  if (code === 0x43) return reader.skip(4);
  if (code === 0x44) return reader.skip(8);
  if (code >= 0x45 && code <= 0xc4) return;
  throw new Error(`Unknown WebAssembly instruction 0x${code.toString(16)}.`);
}
