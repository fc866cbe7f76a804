import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import type { ConfigPath } from "../document/changes.ts";
import { lineOf } from "../test-run/run-data.ts";
import type { FieldTies } from "../../base/ui/field.tsx";
import { inspectorLabels } from "./inspector-labels.ts";
import { closeBraces } from "./close-braces.ts";
import { pointerOf, reachOf, useField } from "./field-world.ts";
import { markExpressions } from "./mark-expressions.ts";
import { type Suggestion, type Suggestions, suggestAt, takeSuggestion } from "./suggest.ts";

const words = inspectorLabels;
/** A value beside a suggestion is a hint, not the whole. */
const valueChars = 28;

interface Props {
  path: ConfigPath;
  value: string;
  onText: (text: string) => void;
  onLeave?: ((text: string) => void) | undefined;
  kind?: "template" | "expression" | "json";
  /** Whether the text has lines; else Enter does nothing. */
  lines?: number | undefined;
  ties?: FieldTies | undefined;
  /** Where no visible label is tied to it. */
  label?: string | undefined;
  invalid?: boolean | undefined;
  placeholder?: string | undefined;
  onPaste?: ((text: string) => boolean) | undefined;
}

/**
 * A text field with expressions: a plain textarea over a layer that tints what stands in braces, so that the browser's
 * own editing, undo and screen reader support stay; and a list of what can be referred to, driven from the textarea.
 */
export function ExpressionInput({
  path,
  value,
  onText,
  onLeave,
  kind = "template",
  lines,
  ties,
  label,
  invalid,
  placeholder,
  onPaste,
}: Props) {
  const world = useField();
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const open = useSignal<Suggestions | undefined>(undefined);
  const chosen = useSignal(0);
  const bare = kind === "expression" && !value.trimStart().startsWith("{{");

  const close = () => (open.value = undefined);
  const look = (force: boolean) => {
    const { value: text, selectionStart, selectionEnd } = area.current!;
    if (selectionStart !== selectionEnd && !force) return close();
    const found = suggestAt(text, selectionStart, reachOf(world), { bare, force });
    chosen.value = 0;
    open.value = found && found.items.length > 0 && !isComplete(found, text) ? found : undefined;
    return undefined;
  };
  const take = (item: Suggestion) => {
    const taken = takeSuggestion(area.current!.value, open.value!, item, { bare });
    // Immediately, not when it is drawn: the next key may come before.
    area.current!.value = taken.text;
    area.current!.setSelectionRange(taken.caret, taken.caret);
    onText(taken.text);
    close();
  };
  /** The browser's own command, so that its undo takes back what was added. */
  const completeBraces = (event: InputEvent) => {
    const { value: text, selectionStart, selectionEnd } = area.current!;
    if (event.inputType !== "insertText" || event.data === null || selectionStart !== selectionEnd) return;
    const edit = closeBraces(text, selectionStart, event.data);
    if (!edit) return;
    event.preventDefault();
    if (edit.insert !== "") document.execCommand("insertText", false, edit.insert);
    area.current!.setSelectionRange(edit.caret, edit.caret);
    look(false);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      look(true);
      return;
    }
    const { value: now } = open;
    if (now) {
      const count = now.items.length;
      const step = { ArrowDown: 1, ArrowUp: count - 1 }[event.key];
      if (step !== undefined) chosen.value = (chosen.value + step) % count;
      else if (event.key === "Enter" || event.key === "Tab") take(now.items[chosen.value]!);
      else if (event.key === "Escape") {
        event.stopPropagation();
        close();
      } else return;
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && !lines && !event.ctrlKey && !event.metaKey) event.preventDefault();
  };

  const shown = open.value;
  return (
    <div class={kind === "template" && !lines ? "expr" : "expr expr-code"}>
      <div class={lines ? `expr-back expr-lines-${lines > 3 ? "many" : "few"}` : "expr-back"} aria-hidden="true">
        {kind === "expression"
          ? value
          : markExpressions(value).map((mark, at) =>
              mark.kind === "text" ? (
                mark.text
              ) : (
                <mark key={at} class={`expr-${mark.kind}`}>
                  {mark.text}
                </mark>
              ),
            )}
        {"\u200b"}
      </div>
      <textarea
        {...ties}
        ref={area}
        class="input expr-input"
        aria-label={label}
        aria-invalid={invalid ?? ties?.["aria-invalid"]}
        aria-autocomplete="list"
        aria-controls={shown ? listId : undefined}
        aria-activedescendant={shown ? `${listId}-${chosen.value}` : undefined}
        data-path={pointerOf(path)}
        rows={lines ?? 1}
        spellcheck={false}
        autocomplete="off"
        readOnly={world.readOnly}
        placeholder={placeholder}
        value={value}
        onBeforeInput={(event: InputEvent) => {
          if (!world.readOnly && !bare) completeBraces(event);
        }}
        onInput={(event) => {
          const { value: text } = event.currentTarget;
          onText(lines ? text : text.replace(/\r?\n/g, " "));
          if (!world.readOnly) look(false);
        }}
        onKeyDown={(event) => {
          if (!world.readOnly) press(event);
        }}
        onPaste={(event) => {
          if (onPaste?.(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
        }}
        onClick={close}
        onBlur={(event) => {
          close();
          onLeave?.(event.currentTarget.value);
          world.editor.endGroup();
        }}
      />
      {shown && <SuggestionList id={listId} anchor={area} items={shown.items} chosen={chosen.value} onTake={take} onGone={close} />}
      <span class="unseen" role="status">
        {shown ? words.suggestionCount(shown.items.length) : ""}
      </span>
    </div>
  );
}

/** The only thing that could be taken is there already. */
const isComplete = ({ items, from, to }: Suggestions, text: string): boolean =>
  items.length === 1 && items[0]!.insert === text.slice(from, to);

interface ListProps {
  id: string;
  anchor: { readonly current: HTMLTextAreaElement | null };
  items: readonly Suggestion[];
  chosen: number;
  onTake: (item: Suggestion) => void;
  onGone: () => void;
}

/** In the top layer, so that no panel cuts it off. The focus stays in the field. */
function SuggestionList({ id, anchor, items, chosen, onTake, onGone }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = list.current!;
    element.showPopover();
    const box = anchor.current!.getBoundingClientRect();
    const { style, offsetHeight, offsetWidth } = element;
    const below = box.bottom + 4 + offsetHeight < innerHeight;
    style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - 4 - offsetHeight)}px`;
    style.left = `${Math.max(8, Math.min(box.left, innerWidth - offsetWidth - 8))}px`;
    const scrolled = (event: Event) => {
      if (event.target !== element) onGone();
    };
    addEventListener("resize", onGone);
    addEventListener("scroll", scrolled, true);
    return () => {
      removeEventListener("resize", onGone);
      removeEventListener("scroll", scrolled, true);
    };
  }, []);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen, items]);
  return (
    <div ref={list} id={id} class="suggestions" role="listbox" aria-label={words.suggestions} popover="manual">
      {items.map((item, at) => (
        // The field has the focus and the keys; the mouse is an addition.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={item.label + item.kind}
          id={`${id}-${at}`}
          class="suggestion"
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(item)}
        >
          <span class="suggestion-label mono">{item.label}</span>
          {item.possibly && <span class="suggestion-note">{words.possibly}</span>}
          <span class="suggestion-value mono">{lineOf(item.value, valueChars) ?? words.kinds[item.kind]}</span>
        </div>
      ))}
    </div>
  );
}
