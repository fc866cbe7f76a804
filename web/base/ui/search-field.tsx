import { useRef } from "preact/hooks";
import { useShortcuts } from "../shortcuts/shortcuts.ts";
import { Icon } from "./icons.tsx";
import { labels } from "../labels.ts";
import type { TypedSearch } from "./typed-search.ts";
import "./search-field.css";

interface Props {
  label: string;
  search: Pick<TypedSearch, "typed" | "type">;
  placeholder?: string;
  class?: string;
}

/** A list's search, reached with `/`. */
export function SearchField({ label, search, placeholder, class: look }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => field.current?.focus() });
  return (
    <div class={look ? `search-field ${look}` : "search-field"}>
      <Icon name="search" />
      <input
        ref={field}
        class="input"
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder ?? labels.common.search}
        value={search.typed.value}
        onInput={(event) => search.type(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}
