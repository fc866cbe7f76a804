import type { FlowEditor } from "../document/flow-editor.ts";
import { lookOf } from "../drawing/node-look.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Button } from "../../base/ui/button.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { inspectorLabels } from "./inspector-labels.ts";

const words = inspectorLabels;

/** The actions for several selected nodes and notes. */
export function SeveralSelected({ editor }: { editor: FlowEditor }) {
  const ids = [...editor.selection.value.nodes];
  const notes = [...editor.selection.value.notes];
  const nodes = ids.flatMap((id) => editor.nodeById(id) ?? []);
  return (
    <>
      <header class="insp-head">
        <h2>{builderLabels.chosen(nodes.length, notes.length)}</h2>
      </header>
      <div class="insp-main">
        <ul class="insp-several">
          {nodes.map(({ id, name, type }) => {
            const { icon, family } = lookOf(type);
            return (
              <li key={id}>
                <button type="button" class="insp-pick" aria-label={words.showOnly(name)} onClick={() => editor.select([id])}>
                  <span class={`family-${family}`}>
                    <Icon name={icon} />
                  </span>
                  <span class="cut">{name}</span>
                </button>
              </li>
            );
          })}
        </ul>
        {editor.mayEdit.value && (
          <div>
            <Button
              kind="warning"
              icon="trash"
              onClick={() =>
                editor.apply([
                  { kind: "removeNodes", ids },
                  { kind: "removeNotes", ids: notes },
                ])
              }
            >
              {builderLabels.deleteChosen(nodes.length, notes.length)}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
