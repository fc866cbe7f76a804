import type { NodeProps } from "@xyflow/react";
import { useReactFlow } from "@xyflow/react";
import { useSignal } from "@preact/signals";
import { memo } from "preact/compat";
import { useLayoutEffect, useRef } from "preact/hooks";
import { builderLabels } from "../document/builder-labels.ts";
import type { NoteBox } from "./canvas-elements.ts";
import { fitSize, maxNoteText } from "../document/notes.ts";

const words = builderLabels.note;

/** A note: its text as it was written. A double click or Enter writes in it, the corner sizes it. */
export const NoteCard = memo(({ data: { note, builder }, selected }: NodeProps<NoteBox>) => {
  const isWriting = builder.writing.value === note.id && builder.editor.mayEdit.value;
  const sizing = useSignal<NoteBox["data"]["note"]["size"] | undefined>(undefined);
  const size = sizing.value ?? note.size;
  return (
    <div class={`note note-${note.colour}`} style={{ width: `${size.width}px`, height: `${size.height}px` }}>
      {isWriting ? (
        <Writing note={note} builder={builder} />
      ) : (
        <p class={note.text ? "note-text" : "note-text note-none"}>
          {note.text || (selected && builder.editor.mayEdit.value ? words.empty : "")}
        </p>
      )}
      {selected && builder.editor.mayEdit.value && (
        <Corner
          size={size}
          onSize={(next) => (sizing.value = next)}
          onEnd={() => {
            const end = sizing.peek();
            sizing.value = undefined;
            if (end) builder.setNote(note.id, { size: end });
          }}
        />
      )}
    </div>
  );
});

function Writing({ note, builder }: NoteBox["data"]) {
  const area = useRef<HTMLTextAreaElement>(null);
  // What is drawn comes after what is typed, and must not overwrite it.
  const draft = useSignal(note.text);
  useLayoutEffect(() => {
    const { current } = area;
    current?.focus({ preventScroll: true });
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  return (
    <textarea
      ref={area}
      class="note-text note-writing nodrag nopan nowheel"
      aria-label={words.called("")}
      title={words.hint}
      placeholder={words.empty}
      maxLength={maxNoteText}
      value={draft.value}
      onInput={(event) => {
        draft.value = event.currentTarget.value;
        builder.setNote(note.id, { text: draft.value }, "text");
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        builder.endWriting(note.id);
        builder.goToNote(note.id);
      }}
      onBlur={() => builder.endWriting(note.id)}
    />
  );
}

interface Size {
  width: number;
  height: number;
}

/** The corner that sizes a note. By keyboard its measures are in the inspector. */
function Corner({ size, onSize, onEnd }: { size: Size; onSize: (size: Size) => void; onEnd: () => void }) {
  const flow = useReactFlow();
  const from = useRef<(Size & { x: number; y: number }) | undefined>(undefined);
  return (
    <span
      class="note-corner nodrag nopan"
      title={words.resize}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { ...size, x: event.clientX, y: event.clientY };
      }}
      onPointerMove={({ clientX, clientY }) => {
        if (!from.current) return;
        const { width, height, x, y } = from.current;
        const zoom = flow.getZoom();
        onSize(fitSize({ width: width + (clientX - x) / zoom, height: height + (clientY - y) / zoom }));
      }}
      onPointerUp={() => {
        from.current = undefined;
        onEnd();
      }}
    />
  );
}
