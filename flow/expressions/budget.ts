import { limits } from "../limits.ts";
import { ExpressionError } from "./expression-error.ts";
import type { Pace } from "./pace.ts";

/** What one evaluation may still do. Everything that costs time or memory is paid for here, before it is done where possible. */
export class Budget {
  #left: number = limits.maxExpressionSteps;
  readonly pace: Pace | undefined;
  /** Lists of the scope that JSONata may have marked while it worked; see `restore`. */
  readonly touched: unknown[][] | undefined;
  readonly #wereEmpty: unknown[][] = [];
  /** Given to JSONata, which calls it detached. */
  readonly createSequence: (...items: unknown[]) => unknown[];

  constructor(marksData: boolean, pace?: Pace) {
    this.pace = pace;
    if (marksData) this.touched = [];
    this.createSequence = (...items) => {
      this.charge(1);
      const sequence = new Sequence(this);
      // JSONata distinguishes a sequence around `undefined` from an empty one, so the number of arguments matters.
      if (items.length === 1) sequence.push(items[0]);
      return sequence;
    };
  }

  charge(steps: number): void {
    this.#left -= steps;
    this.pace?.did(steps);
    if (this.#left < 0) throw limitReached(`The expression needs more than ${limits.maxExpressionSteps.toLocaleString("en")} steps.`);
  }

  /** Ends everything of this evaluation that is still running after another part of it has failed. */
  exhaust(): void {
    this.#left = -1;
  }

  chargeText(text: string): string {
    checkLength(text.length);
    if (text.length > 64) this.charge(text.length >> 4);
    return text;
  }

  readonly #weights = new WeakMap<unknown[], number>();

  /**
   * Nested lists can share their parts. So a short expression can create a list that looks endless to any code that
   * walks it, as JSONata does for every boolean. Called for every list that is put into another.
   */
  weigh(list: unknown[]): number {
    const known = this.#weights.get(list);
    if (known !== undefined) return known;
    this.charge((list.length >> 5) + 1);
    let weight = (list.length >> 3) + 1;
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (Array.isArray(item)) weight += this.weigh(item);
    }
    if (weight > limits.maxExpressionSteps) throw limitReached("The expression creates nested lists that are too large.");
    this.#weights.set(list, weight);
    return weight;
  }

  /** Remembers a list that may belong to the data. */
  noteData(list: unknown[]): void {
    if (this.touched === undefined || list instanceof Sequence || Object.hasOwn(list, "cons")) return;
    this.touched.push(list);
    if (list.length === 0) this.#wereEmpty.push(list);
  }

  /** JSONata marks lists of its input (`keepSingleton`) and fills empty ones while it groups. The data is not its own: put it back. */
  restore(): void {
    for (const list of this.touched ?? [])
      if (Object.hasOwn(list, "keepSingleton")) delete (list as { keepSingleton?: unknown }).keepSingleton;
    for (const list of this.#wereEmpty) list.length = 0;
  }
}

/** JSONata's list of results. Its marker stands on the prototype, so that it leaves nothing on the data. */
class Sequence extends Array<unknown> {
  readonly #budget: Budget | undefined;

  static override get [Symbol.species]() {
    return Array;
  }

  constructor(budget: Budget) {
    super();
    this.#budget = budget;
  }

  get sequence(): true {
    return true;
  }
  /** JSONata sets it on every sequence; the getter above has said so already. */
  set sequence(_: true) {}

  override push(item: unknown): number {
    const budget = this.#budget!;
    budget.charge(1);
    if (this.length >= limits.maxExpressionItems) throw tooManyItems();
    if (typeof item === "string") checkLength(item.length);
    else if (Array.isArray(item)) {
      budget.weigh(item);
      if (budget.touched !== undefined) budget.noteData(item);
    }
    this[this.length] = item;
    return this.length;
  }

  /** Only JSONata's sort slices a sequence, first of all: this is the one place to stop an order-by over too many items. */
  override slice(start?: number, end?: number): unknown[] {
    if (this.length > limits.maxOrderByItems) {
      throw limitReached(
        `The order-by operator ^() accepts at most ${limits.maxOrderByItems.toLocaleString("en")} items, but there are ${this.length.toLocaleString("en")}.`,
        "Use $sort with a function, or filter before sorting.",
      );
    }
    return super.slice(start, end);
  }
}

export function checkLength(chars: number): void {
  if (chars > limits.maxNodeOutputBytes)
    throw limitReached(`The expression creates text with more than ${limits.maxNodeOutputBytes / 1024 / 1024} million characters.`);
}

export function tooManyItems(): ExpressionError {
  return limitReached(`The expression creates a list with more than ${limits.maxExpressionItems.toLocaleString("en")} items.`);
}

export function limitReached(message: string, suggestion = "Simplify the expression, or use a Script node."): ExpressionError {
  return new ExpressionError("expression_limit", message, suggestion);
}
