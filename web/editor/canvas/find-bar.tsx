import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "../../base/ui/button.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { summaryOf } from "../drawing/card-line.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { labels } from "../../base/labels.ts";
import type { Builder } from "./builder-model.ts";
import { kindOf } from "../drawing/node-kinds.ts";
import { noteKey } from "../document/notes.ts";

const words = builderLabels.find;

/** Finds nodes by name, type and what they do, and notes by their text; each match is brought into view. */
export function FindBar({ builder }: { builder: Builder }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const document = builder.editor.document.value;
  const wanted = text.trim().toLowerCase();
  const holds = (text: string) => wanted !== "" && text.toLowerCase().includes(wanted);
  const found = [
    ...document.nodes
      .filter((node) => holds(`${node.name}\n${kindOf(node.type).title}\n${summaryOf(node, document)}\n${node.description ?? ""}`))
      .map(
        ({ id }) =>
          () =>
            builder.goTo(id, { focus: false }),
      ),
    ...(document.notes ?? [])
      .filter(({ text }) => holds(text))
      .map(
        ({ id }) =>
          () =>
            builder.goToNote(id, { focus: false }),
      ),
  ];
  const show = (index: number) => {
    if (found.length === 0) return;
    const next = (index + found.length) % found.length;
    setAt(next);
    found[next]!();
  };
  useLayoutEffect(() => input.current?.focus(), []);
  useEffect(() => show(0), [wanted]);
  const close = () => {
    builder.finding.value = false;
    const { nodes, notes } = builder.editor.selection.peek();
    const [chosen] = [...nodes, ...[...notes].map(noteKey)];
    if (chosen) builder.focusNode(chosen);
  };
  return (
    <div class="find-bar" role="search">
      <Icon name="search" />
      <input
        ref={input}
        class="find-text"
        type="text"
        aria-label={words.label}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") show(at + (event.shiftKey ? -1 : 1));
          else if (event.key === "Escape") close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span class="soft figures" role="status">
        {wanted === "" ? "" : words.count(at + 1, found.length)}
      </span>
      <IconButton icon="chevronRight" class="find-next" label={words.next} onClick={() => show(at + 1)} />
      <IconButton icon="close" label={labels.common.close} onClick={close} />
    </div>
  );
}
