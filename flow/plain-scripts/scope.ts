/** Resolves variables to slots of a function's frame before the script runs. */
import { bail } from "./bail.ts";
import { type Code, type Frame, type Store, unset } from "./frame.ts";

interface Binding {
  readonly slot: number;
  /** The nesting level of its function. */
  readonly level: number;
  readonly kind: "value" | "constant" | "function";
  /** Its declaration is already compiled, so code compiled from now on always finds a value. */
  isReady: boolean;
  /** Code may read it before it has a value, so its block marks it as unset at the start. */
  mustReset: boolean;
}

interface Block {
  readonly names: Map<string, Binding>;
  readonly outer: Block | undefined;
}

/** Engines may disagree about other letters in names. */
const usualName = /^[\w$\u00c0-\u024f]+$/;

export class Scopes {
  #block: Block | undefined;
  /** The number of slots of each function around the current node. */
  readonly #sizes: number[] = [];

  enterFunction(): void {
    this.#sizes.push(0);
    this.enterBlock();
  }

  /** Returns the number of slots that the function needs, and what marks its parameters as unset, if needed. */
  leaveFunction(): { readonly slots: number; readonly reset: ((frame: Frame) => void) | undefined } {
    const reset = this.leaveBlock();
    return { slots: this.#sizes.pop()!, reset };
  }

  enterBlock(): void {
    this.#block = { names: new Map(), outer: this.#block };
  }

  /** Returns what marks the block's variables as unset, if needed. */
  leaveBlock(): ((frame: Frame) => void) | undefined {
    const { names, outer } = this.#block!;
    this.#block = outer;
    const slots = [...names.values()].filter(({ mustReset }) => mustReset).map(({ slot }) => slot);
    if (slots.length === 0) return undefined;
    return ({ slots: held }) => {
      for (const slot of slots) held[slot] = unset;
    };
  }

  declare(name: string, kind: Binding["kind"]): Binding {
    if (["context", "env", "undefined", "arguments", "eval"].includes(name)) bail(`it declares ${name}`);
    if (!usualName.test(name)) bail("it declares an unusual name");
    const { names } = this.#block!;
    if (names.has(name)) bail("it declares a name twice");
    const level = this.#sizes.length - 1;
    const binding = { slot: this.#sizes[level]!++, level, kind, isReady: false, mustReset: false };
    names.set(name, binding);
    return binding;
  }

  find(name: string): Binding | undefined {
    for (let block = this.#block; block; block = block.outer) {
      const binding = block.names.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  /** A binding of the current block. */
  own(name: string): Binding {
    return this.#block!.names.get(name)!;
  }

  read(binding: Binding): Code {
    const read = this.#slot(binding);
    if (binding.isReady) return read;
    binding.mustReset = true;
    return (frame) => {
      const value = read(frame);
      return value === unset ? bail("it reads a variable before its declaration") : value;
    };
  }

  write(binding: Binding): Store {
    const { slot } = binding;
    const up = this.#sizes.length - 1 - binding.level;
    if (up === 0)
      return (frame, value) => {
        frame.slots[slot] = value;
      };
    return (frame, value) => {
      let holder = frame;
      for (let i = 0; i < up; i++) holder = holder.outer!;
      holder.slots[slot] = value;
    };
  }

  #slot({ slot, level }: Binding): Code {
    const up = this.#sizes.length - 1 - level;
    if (up === 0) return (frame) => frame.slots[slot];
    if (up === 1) return (frame) => frame.outer!.slots[slot];
    return (frame) => {
      let holder = frame;
      for (let i = 0; i < up; i++) holder = holder.outer!;
      return holder.slots[slot];
    };
  }
}
