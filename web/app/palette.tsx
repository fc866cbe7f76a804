import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../base/ui/icons.tsx";
import { paletteLabels } from "./palette-labels.ts";
import { useModel } from "../base/ui/use-model.ts";
import { createPaletteModel } from "./palette-model.ts";
import "./palette.css";

const words = paletteLabels;

/** One field for everything: a combobox over a list, after the ARIA pattern. The focus stays in the field. */
export function Palette({ onClose }: { onClose: () => void }) {
  const model = useModel(() => createPaletteModel(onClose));
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { typed, at, shown, searching } = model;
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = dialog.current!;
    element.showModal();
    // What is beside the dialog counts as the dialog itself.
    element.addEventListener("click", (event) => event.target === element && onClose());
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [at.value, shown.value]);

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => model.move(1),
      ArrowUp: () => model.move(-1),
      Enter: () => model.choose(shown.value[at.value]),
    };
    const act = moves[event.key];
    if (!act || event.isComposing) return;
    event.preventDefault();
    act();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog commands"
      aria-label={words.title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="commands-field">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label={words.title}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown.value.length > 0 ? `${id}-${at.value}` : undefined}
          placeholder={words.placeholder}
          autocomplete="off"
          spellcheck={false}
          value={typed.value}
          onInput={(event) => model.type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {searching.value && <span class="spinner" aria-hidden="true" />}
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={words.results} class="commands-list">
        {shown.value.map((command, place) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above has the keys
          <div
            key={command.id}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === at.value}
            tabIndex={-1}
            class="commands-item"
            // A list that scrolls under a resting pointer also says that it moved.
            onMouseMove={({ movementX, movementY }) => (movementX !== 0 || movementY !== 0) && (at.value = place)}
            onClick={() => model.choose(command)}
          >
            <Icon name={command.icon} />
            <span class="grow cut">{command.title}</span>
            {command.keys && <kbd>{command.keys}</kbd>}
            <span class="commands-group">{command.group}</span>
          </div>
        ))}
      </div>
      <p class="commands-none soft" role="status">
        {shown.value.length === 0 && (searching.value ? words.searching : words.nothing(typed.value))}
      </p>
      <p class="commands-keys soft" aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> {words.keys.move} <kbd>↵</kbd> {words.keys.choose} <kbd>Esc</kbd> {words.keys.close}
      </p>
    </dialog>
  );
}
