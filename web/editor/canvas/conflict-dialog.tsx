import { diffFlows } from "#flow/diff/diff-flows.ts";
import type { FlowDocument } from "../../base/api/resources.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Button } from "../../base/ui/button.tsx";
import { Dialog } from "../../base/ui/dialog.tsx";
import type { FlowEditor } from "../document/flow-editor.ts";

const words = builderLabels.conflict;

/** Another person saved first: their changes, and the choices. */
export function ConflictDialog({ editor }: { editor: FlowEditor }) {
  const theirs = editor.conflict.value!;
  const changes = changesInWords(editor.base(), theirs.flow);
  return (
    <Dialog title={words.title} wide>
      <div class="form">
        <p>{words.lead}</p>
        <ul class="conflict-list">
          {(changes.length > 0 ? changes : [words.nothing]).map((change, at) => (
            <li key={at} class="break">
              {change}
            </li>
          ))}
        </ul>
        <div class="form-actions">
          <Button title={words.takeTheirsHint} onClick={editor.takeTheirs}>
            {words.takeTheirs}
          </Button>
          <Button title={words.keepMineHint} onClick={() => void editor.keepMine()}>
            {words.keepMine}
          </Button>
          {editor.canMerge() && (
            <Button kind="main" data-first onClick={editor.merge}>
              {words.merge}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** The differences between two documents, one short sentence for each node. */
function changesInWords(before: FlowDocument, after: FlowDocument): string[] {
  const { nodes, edges, inputs, outputs, notes } = diffFlows(before, after);
  const differs = (part: { added: unknown[]; removed: unknown[]; changed: unknown[] }) =>
    part.added.length + part.removed.length + part.changed.length > 0;
  const connections = edges.added.length + edges.removed.length;
  return [
    ...nodes.added.map(({ name }) => words.added(name)),
    ...nodes.removed.map(({ name }) => words.removed(name)),
    ...nodes.changed.flatMap(({ name, renamed, moved, settings }) => [
      ...(renamed ? [words.renamed(renamed.before, renamed.after)] : []),
      ...(settings.length > 0 ? [words.changed(name, settings.map(({ path }) => path.replace(/^\/config\//, "/")).join(", "))] : []),
      ...(moved && settings.length === 0 && !renamed ? [words.moved(name)] : []),
    ]),
    ...(connections > 0 ? [words.connections(connections)] : []),
    ...(differs(inputs) ? [words.inputs] : []),
    ...(differs(outputs) ? [words.outputs] : []),
    ...(differs(notes) ? [builderLabels.note.changed] : []),
  ];
}
