import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { search as parameters, setSearch } from "../router/router.ts";

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

export interface AddressSearch extends TypedSearch {
  /** Empties the field, and forgets what is not searched for yet; who calls it says the rest in the address. */
  empty(): void;
  /** Forgets what is not searched for yet: it is not for the address of another page. */
  stop(): void;
}

/** The same for a search that stands in the address. */
export function createAddressSearch(): AddressSearch {
  const query = computed(() => parameters.value.get("search") ?? "");
  const typed = signal(query.peek());
  let pause: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(pause);
  const empty = () => {
    stop();
    typed.value = "";
  };
  return {
    typed,
    query,
    type(text) {
      typed.value = text;
      stop();
      pause = setTimeout(() => setSearch({ search: text.trim() }), typingPauseMs);
    },
    clear() {
      empty();
      setSearch({ search: "" });
    },
    empty,
    stop,
  };
}
