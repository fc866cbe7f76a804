import { useStore } from "@xyflow/react";
import { builderLabels } from "../document/builder-labels.ts";
import { IconButton } from "../../base/ui/button.tsx";
import { Menu, MenuItem } from "../../base/ui/menu.tsx";
import type { Builder } from "./builder-model.ts";
import { alignments } from "../document/placing.ts";

const words = builderLabels.tools;

/** What acts on the canvas as a whole, each with its key in the hint. */
export function CanvasTools({ builder }: { builder: Builder }) {
  const { editor } = builder;
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  const editable = editor.mayEdit.value;
  const several = editor.selection.value.nodes.size > 1;
  return (
    <div class="tools" role="toolbar" aria-label={words.label}>
      {editable && (
        <>
          <IconButton
            icon="plus"
            label={`${words.add} (A)`}
            onClick={({ currentTarget }) => {
              const { left, top } = currentTarget.getBoundingClientRect();
              builder.openPalette({}, { x: left, y: top });
            }}
          />
          <IconButton icon="note" label={`${builderLabels.note.add} (N)`} onClick={() => builder.addNote(builder.stage()?.middle())} />
          <span class="tools-gap" />
          <IconButton icon="undo" label={`${words.undo} (Ctrl Z)`} disabled={!editor.canUndo.value} onClick={() => void editor.undo()} />
          <IconButton
            icon="redo"
            label={`${words.redo} (Ctrl Shift Z)`}
            disabled={!editor.canRedo.value}
            onClick={() => void editor.redo()}
          />
          <span class="tools-gap" />
          <IconButton icon="tidy" label={`${words.tidy} (L)`} onClick={builder.tidy} />
          {several && (
            <Menu trigger={(ties) => <IconButton {...ties} icon="align" label={words.arrange} />}>
              {alignments.map((how) => (
                <MenuItem key={how} onClick={() => builder.arrange(how)}>
                  {builderLabels.alignments[how]}
                </MenuItem>
              ))}
            </Menu>
          )}
        </>
      )}
      <IconButton icon="search" label={`${words.find} (Ctrl F)`} onClick={() => (builder.finding.value = true)} />
      <span class="tools-gap" />
      <IconButton icon="minus" label={`${words.zoomOut} (-)`} onClick={() => builder.stage()?.zoom(-1)} />
      <span class="tools-zoom figures">{words.zoom(zoom)}</span>
      <IconButton icon="zoomIn" label={`${words.zoomIn} (+)`} onClick={() => builder.stage()?.zoom(1)} />
      <IconButton icon="fit" label={`${words.fit} (F)`} onClick={() => builder.stage()?.fit()} />
      <IconButton icon="map" label={`${words.minimap} (M)`} aria-pressed={builder.minimap.value} onClick={builder.toggleMinimap} />
    </div>
  );
}
