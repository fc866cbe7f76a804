import type { Pace } from "../expressions/pace.ts";
import type { MaybePromise } from "./node.ts";

/** Goes on with a value at once where it is there: most settings are plain paths, and a tick each would cost more than they do. */
export function settle<A, B>(value: MaybePromise<A>, next: (value: A) => MaybePromise<B>): MaybePromise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All values in order; a promise only where one of them is. */
export function settleAll<A>(values: readonly MaybePromise<A>[]): MaybePromise<A[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as A[]); // No promise among them, as just seen.
}

/** Does `work` at once, or after the others' turn where much was done before. */
export function rested<A>(pace: Pace, work: () => MaybePromise<A>): MaybePromise<A> {
  return pace.isDue ? pace.rest().then(work) : work();
}
