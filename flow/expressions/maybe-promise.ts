/** A value that exists now, or later. */
export type MaybePromise<T> = T | Promise<T>;
