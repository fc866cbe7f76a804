import type { FlowNote } from "../document/changes.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { fitNote, maxNoteText, noteColours, noteSides } from "../document/notes.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Button } from "../../base/ui/button.tsx";
import { Field, TextField } from "../../base/ui/field.tsx";

const words = builderLabels.note;

/** A note's text, colour and size: all that the mouse does on the canvas, for the keyboard. */
export function NotePanel({ editor, note }: { editor: FlowEditor; note: FlowNote }) {
  const readOnly = !editor.mayEdit.value;
  const set = (settings: Partial<FlowNote>, what: string) =>
    editor.apply({ kind: "putNotes", notes: [fitNote({ ...note, ...settings })] }, `note/${note.id}/${what}`);
  const side = (label: string, key: "width" | "height") => (
    <TextField
      label={label}
      type="number"
      inputMode="numeric"
      disabled={readOnly}
      value={String(note.size[key])}
      onValue={(text) => {
        const length = Number(text);
        // What is typed passes through sizes that a note cannot have.
        if (length >= noteSides.min && length <= noteSides.max) set({ size: { ...note.size, [key]: length } }, key);
      }}
    />
  );
  return (
    <>
      <header class="insp-head">
        <h2>{words.title}</h2>
      </header>
      <div class="insp-main" data-ready>
        <Field label={words.text} hint={words.textHint}>
          {(ties) => (
            <textarea
              {...ties}
              class="input insp-note"
              rows={5}
              maxLength={maxNoteText}
              readOnly={readOnly}
              value={note.text}
              onInput={(event) => set({ text: event.currentTarget.value }, "text")}
              onBlur={() => editor.endGroup()}
            />
          )}
        </Field>
        <fieldset class="insp-colours">
          <legend class="insp-label">{words.colour}</legend>
          {noteColours.map((colour) => (
            <label key={colour} class={`insp-colour note-${colour}`} title={words.colours[colour]}>
              <input
                type="radio"
                name={`colour-${note.id}`}
                aria-label={words.colours[colour]}
                checked={note.colour === colour}
                disabled={readOnly}
                onChange={() => set({ colour }, "colour")}
              />
            </label>
          ))}
        </fieldset>
        <div class="insp-pair">
          {side(words.width, "width")}
          {side(words.height, "height")}
        </div>
        {!readOnly && (
          <div>
            <Button kind="warning" icon="trash" onClick={() => editor.apply({ kind: "removeNotes", ids: [note.id] })}>
              {words.delete}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
