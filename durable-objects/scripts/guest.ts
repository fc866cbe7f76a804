/** Strings and values in and out of an instance's memory. */
import type { Pointer, QuickJs } from "./quickjs.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Guest {
  readonly quickJs: QuickJs;

  constructor(quickJs: QuickJs) {
    this.quickJs = quickJs;
  }

  get memory(): Uint8Array {
    return new Uint8Array(this.quickJs.memory.buffer);
  }

  /** The text as UTF-8 with a zero after it, for `free` later; 0 where there is no room. */
  write(text: string): { at: Pointer; bytes: number } {
    const utf8 = encoder.encode(text);
    const at = this.quickJs.js._malloc(utf8.length + 1);
    if (at) {
      const { memory } = this;
      memory.set(utf8, at);
      memory[at + utf8.length] = 0;
    }
    return { at, bytes: utf8.length };
  }

  free(at: Pointer): void {
    this.quickJs.js._free(at);
  }

  /** A new string in the script's world, or 0 where there is no room. */
  newString(context: Pointer, text: string): Pointer {
    const { js } = this.quickJs;
    const { at } = this.write(text);
    if (!at) return 0;
    const value = js._QTS_NewString(context, at);
    js._free(at);
    return js._QTS_ResolveException(context, value) ? 0 : value;
  }

  /** The text of a string without zeros in it, or which limit it meets. */
  read(context: Pointer, value: Pointer, maxBytes = Infinity): string | { limit: "memory" | "output" } {
    const { js } = this.quickJs;
    const at = js._QTS_GetString(context, value);
    if (!at) return { limit: "memory" };
    const { memory } = this;
    const end = memory.indexOf(0, at);
    if (end - at > maxBytes) return { limit: "output" };
    const text = decoder.decode(memory.subarray(at, end));
    js._QTS_FreeCString(context, at);
    return text;
  }

  setValues(at: Pointer, values: readonly Pointer[]): void {
    new Uint32Array(this.quickJs.memory.buffer, at, values.length).set(values);
  }
}
