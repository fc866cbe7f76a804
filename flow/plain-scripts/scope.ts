/** Which slot of which function holds a variable, known before the script runs. */
import { bail } from "./bail.ts";
import { type Code, type Frame, type Store, unset } from "./frame.ts";

interface Binding {
  readonly slot: number;
  /** How many functions stand around its own. */
  readonly level: number;
  readonly kind: "value" | "constant" | "function";
  /** The text after its declaration is being compiled, where it always has a value. */
  isReady: boolean;
  /** Something may read it before it has a value: then its block makes it unset when it starts. */
  mustReset: boolean;
}

interface Block {
  readonly names: Map<string, Binding>;
  readonly outer: Block | undefined;
}

/** Of other letters, engines may know different ones. */
const usualName = /^[\w$\u00c0-\u024f]+$/;

export class Scopes {
  #block: Block | undefined;
  /** The number of slots of each function around the present place. */
  readonly #sizes: number[] = [];

  enterFunction(): void {
    this.#sizes.push(0);
    this.enterBlock();
  }

  /** The number of slots that the function needs, and what makes its parameters unset where that matters. */
  leaveFunction(): { readonly slots: number; readonly reset: ((frame: Frame) => void) | undefined } {
    const reset = this.leaveBlock();
    return { slots: this.#sizes.pop()!, reset };
  }

  enterBlock(): void {
    this.#block = { names: new Map(), outer: this.#block };
  }

  /** Gives what makes the block's variables unset where that matters. */
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

  /** What was declared in the present block. */
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
