import type { Pace } from "../expressions/pace.ts";
import type { MaybePromise } from "./node.ts";

/**
 * Continues with an existing value immediately: most settings are plain paths, and a tick for each would cost more than
 * the settings themselves.
 */
export function settle<A, B>(value: MaybePromise<A>, next: (value: A) => MaybePromise<B>): MaybePromise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All values in order; a promise only where one of them is. */
export function settleAll<A>(values: readonly MaybePromise<A>[]): MaybePromise<A[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as A[]); // No promise among them, as just seen.
}

/** Does `work` immediately, or after the others' turn if much work was done before. */
export function rested<A>(pace: Pace, work: () => MaybePromise<A>): MaybePromise<A> {
  return pace.isDue ? pace.rest().then(work) : work();
}
