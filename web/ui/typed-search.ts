import { signal, type ReadonlySignal } from "@preact/signals";

/** A pause in typing after which the server is asked. */
const typingPauseMs = 180;

export interface TypedSearch {
  /** What stands in the field. */
  readonly typed: ReadonlySignal<string>;
  /** What is searched for. */
  readonly query: ReadonlySignal<string>;
  type(text: string): void;
  clear(): void;
}

/** A search that is asked for once typing has paused. */
export function createTypedSearch(onChange: () => void): TypedSearch {
  const typed = signal("");
  const query = signal("");
  let pause: ReturnType<typeof setTimeout> | undefined;
  const set = (text: string) => {
    if (query.peek() === text) return;
    query.value = text;
    onChange();
  };
  return {
    typed,
    query,
    type(text) {
      typed.value = text;
      clearTimeout(pause);
      pause = setTimeout(() => set(text.trim()), typingPauseMs);
    },
    clear() {
      clearTimeout(pause);
      typed.value = "";
      set("");
    },
  };
}
