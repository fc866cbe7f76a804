import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { lookOf } from "../drawing/node-look.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Icon } from "../../base/ui/icons.tsx";
import type { Builder } from "./builder-model.ts";
import { nodeTypeInDrag } from "./node-drag.ts";
import { nodeKinds, hasRole, outcomesOf } from "../drawing/node-kinds.ts";

const words = builderLabels.palette;

/** The node types, to search and choose by keyboard, to click, or to drag onto the canvas; it opens where the node is to go. */
export function Palette({ builder }: { builder: Builder }) {
  const { spot, screen } = builder.palette.value!;
  const { editor } = builder;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const before = useMemo(() => document.activeElement, []);
  const hasStart = editor.document.value.nodes.some((node) => hasRole(node, "start"));
  const wanted = text.trim().toLowerCase();
  const kinds = nodeKinds.filter(
    ({ type, role, title, summary, initial }) =>
      (role !== "start" || (!hasStart && !spot.from && !spot.into)) &&
      (!spot.into || outcomesOf({ type, config: initial }).length > 0) &&
      `${title} ${summary}`.toLowerCase().includes(wanted),
  );
  const chosen = Math.min(at, kinds.length - 1);

  const close = () => {
    builder.palette.value = undefined;
    const [node] = editor.selection.peek().nodes;
    if (node) builder.focusNode(node);
    else if (before instanceof HTMLElement) before.focus();
  };
  useLayoutEffect(() => {
    const place = () => {
      const { style, offsetWidth, offsetHeight } = box.current!;
      style.left = `${Math.max(8, Math.min(screen.x, innerWidth - offsetWidth - 8))}px`;
      style.top = `${Math.max(8, Math.min(screen.y, innerHeight - offsetHeight - 8))}px`;
    };
    place();
    box.current!.querySelector("input")?.focus();
    addEventListener("resize", place);
    return () => removeEventListener("resize", place);
  }, [screen]);
  useEffect(() => {
    const outside = ({ target }: PointerEvent) => !box.current?.contains(target as Node) && (builder.palette.value = undefined);
    addEventListener("pointerdown", outside, true);
    return () => removeEventListener("pointerdown", outside, true);
  }, [builder]);

  const source = spot.from && editor.nodeById(spot.from.node);
  const title = spot.into ? words.into : source ? words.after(source.name, spot.from?.outcome ?? "") : words.title;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the search field inside
    <div
      ref={box}
      class="palette"
      role="dialog"
      aria-label={title}
      onKeyDown={(event) => {
        const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (move) setAt((chosen + move + kinds.length) % Math.max(1, kinds.length));
        else if (event.key === "Enter" && kinds[chosen]) builder.add(kinds[chosen].type, spot);
        else if (event.key === "Escape" || event.key === "Tab") close();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div class="palette-search">
        <Icon name="search" />
        <input
          class="find-text"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={kinds[chosen] ? `${id}-${kinds[chosen].type}` : undefined}
          aria-label={words.search}
          placeholder={title}
          autocomplete="off"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
        />
      </div>
      <div class="palette-list" id={`${id}-list`} role="listbox" aria-label={title}>
        {kinds.map(({ type, title: name, summary }, index) => {
          const { icon, family } = lookOf(type);
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the combobox has the focus and the keys
            <div
              key={type}
              id={`${id}-${type}`}
              class="palette-item"
              role="option"
              aria-selected={index === chosen}
              draggable
              onDragStart={(event) => {
                event.dataTransfer!.setData(nodeTypeInDrag, type);
                event.dataTransfer!.effectAllowed = "copy";
              }}
              onPointerMove={() => index !== at && setAt(index)}
              onClick={() => builder.add(type, spot)}
            >
              <span class={`step-icon family-${family}`}>
                <Icon name={icon} />
              </span>
              <span class="grow">
                <span class="strong">{name}</span>
                <span class="soft palette-what">{summary}</span>
              </span>
            </div>
          );
        })}
      </div>
      {kinds.length === 0 ? <p class="soft palette-none">{words.nothing}</p> : <p class="soft palette-none">{words.drag}</p>}
    </div>
  );
}
