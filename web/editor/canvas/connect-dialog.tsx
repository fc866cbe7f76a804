import { useRef, useState } from "preact/hooks";
import { afterRender } from "../../base/ui/after-render.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Button, IconButton } from "../../base/ui/button.tsx";
import { Dialog } from "../../base/ui/dialog.tsx";
import { Field } from "../../base/ui/field.tsx";
import { labels } from "../../base/labels.ts";
import { SelectField } from "../../base/ui/select-field.tsx";
import type { Builder } from "./builder-model.ts";
import { edgeId } from "../document/changes.ts";
import { freeOutcomes, outcomeLabel, outcomesOf, hasRole } from "../drawing/node-kinds.ts";
import { refuseEdge } from "../document/refuse-edge.ts";

const words = builderLabels.connect;

/** Connects a node to another that is chosen by name: what dragging an edge is for the mouse. */
export function ConnectDialog({ builder }: { builder: Builder }) {
  const { editor } = builder;
  const flow = editor.document.value;
  const node = editor.nodeById(builder.connecting.value!);
  const outcomes = node ? outcomesOf(node) : [];
  const [outcome, setOutcome] = useState((node && freeOutcomes(node, flow.edges)[0]) ?? outcomes[0] ?? "");
  const others = flow.nodes.filter((each) => each.id !== node?.id && !hasRole(each, "start"));
  const [to, setTo] = useState(others[0]?.id ?? "");
  const [refusal, setRefusal] = useState<string>();
  const inserts = useRef(false);
  if (!node) return null;
  const close = () => {
    builder.connecting.value = undefined;
    if (!inserts.current) builder.focusNode(node.id);
  };
  const leaving = flow.edges.filter(({ from }) => from === node.id);
  const submit = (event: Event) => {
    event.preventDefault();
    const edge = { from: node.id, outcome, to };
    const why = refuseEdge(flow, edge);
    setRefusal(why);
    if (why) return;
    builder.connect(edge);
    close();
  };
  return (
    <Dialog title={words.title(node.name)} onClose={close}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the lists inside */}
      <form
        class="form"
        onSubmit={submit}
        onKeyDown={(event) => {
          // A closed list does not hand Enter on by itself.
          if (event.key === "Enter" && event.target instanceof HTMLSelectElement) submit(event);
        }}
      >
        {outcomes.length === 0 ? (
          <p>{words.noOutcomes}</p>
        ) : (
          <>
            <SelectField label={words.outcome} first value={outcome} choices={outcomes} wordsOf={outcomeLabel} onChoose={setOutcome} />
            <Field label={words.to} error={refusal}>
              {(ties) => (
                <select {...ties} class="select" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
                  {others.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </>
        )}
        {outcomes.length > 0 && (
          <div class="stack-s">
            <h3>{words.existing}</h3>
            {leaving.length === 0 && <p class="soft">{words.none}</p>}
            <ul>
              {leaving.map((edge) => {
                const name = editor.nodeById(edge.to)?.name ?? edge.to;
                return (
                  <li key={edgeId(edge)} class="row-apart">
                    <span>
                      <span class="soft">{outcomeLabel(edge.outcome)}</span> → {name}
                    </span>
                    <span class="row">
                      <IconButton
                        icon="plus"
                        label={builderLabels.insertBefore(name)}
                        onClick={() => {
                          inserts.current = true;
                          close();
                          // The dialog gives the focus back as it goes, and the list takes it then.
                          afterRender(() => builder.openPalette({ into: edge }));
                        }}
                      />
                      <IconButton
                        icon="close"
                        label={words.disconnect(outcomeLabel(edge.outcome), name)}
                        onClick={() => editor.apply({ kind: "removeEdges", edges: [edge] })}
                      />
                    </span>
                  </li>
                );
              })}
            </ul>
          </div>
        )}
        <div class="form-actions">
          <Button onClick={close}>{labels.common.cancel}</Button>
          {outcomes.length > 0 && (
            <Button kind="main" type="submit" disabled={to === ""}>
              {words.action}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
