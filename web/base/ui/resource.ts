import { signal, type ReadonlySignal } from "@preact/signals";
import { type Problem, problemOf } from "../api/problem.ts";

export interface Resource<T> {
  readonly value: ReadonlySignal<T | undefined>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  readonly loading: ReadonlySignal<boolean>;
  /** Loads again; the shown value stays until the new one has arrived. An older load in progress is dropped. */
  load(): Promise<void>;
  /** Shows a value that is already known, for example what a change was answered with. */
  set(value: T): void;
}

/** A value that comes from the server, with what a page must show until then and where it does not come. */
export function createResource<T>(fetchValue: () => Promise<T>): Resource<T> {
  const value = signal<T | undefined>();
  const problem = signal<Problem | undefined>();
  const loading = signal(false);
  let turn = 0;
  return {
    value,
    problem,
    loading,
    async load() {
      const mine = ++turn;
      loading.value = true;
      try {
        const got = await fetchValue();
        if (mine !== turn) return;
        value.value = got;
        problem.value = undefined;
      } catch (caught) {
        if (mine === turn) problem.value = problemOf(caught);
      } finally {
        if (mine === turn) loading.value = false;
      }
    },
    set(next) {
      turn++;
      value.value = next;
      problem.value = undefined;
      loading.value = false;
    },
  };
}

export interface Action<Args extends unknown[], T> {
  readonly busy: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** Resolves to the result, or to undefined where it was refused; `problem` then says why. */
  run(...args: Args): Promise<T | undefined>;
  clear(): void;
}

/** Something that a person sets off: one at a time, with its refusal kept to be shown beside the button. */
export function createAction<Args extends unknown[], T>(act: (...args: Args) => Promise<T>): Action<Args, T> {
  const busy = signal(false);
  const problem = signal<Problem | undefined>();
  return {
    busy,
    problem,
    async run(...args) {
      if (busy.value) return undefined;
      busy.value = true;
      problem.value = undefined;
      try {
        return await act(...args);
      } catch (caught) {
        problem.value = problemOf(caught);
        return undefined;
      } finally {
        busy.value = false;
      }
    },
    clear() {
      problem.value = undefined;
    },
  };
}
