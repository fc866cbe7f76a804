import { Fragment } from "preact";
import type { FlowDiff } from "../../../base/api/management.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { diffLabels } from "./versions-labels.ts";
import type { Named } from "../../../base/workflow/node-reference.ts";
import { ValueChanges } from "./value-changes.tsx";
import "./diff.css";

const words = diffLabels;
type Nodes = FlowDiff["nodes"];
type Fields = FlowDiff["inputs"];

/**
 * What changes between two flows, as people think of it: nodes, settings, inputs, outputs and connections. `known` are
 * nodes of either flow, so that the ends of a connection are named where they did not change.
 */
export function FlowDiffView({ diff, known = [] }: { diff: FlowDiff; known?: readonly Named[] }) {
  const { nodes, inputs, outputs, edges, notes } = diff;
  const told = nodes.changed.filter(({ renamed, settings }) => renamed !== undefined || settings.length > 0);
  const onlyMoved = nodes.changed.length - told.length;
  const isSame = [nodes, inputs, outputs, edges, notes].every((part) => Object.values(part).every((list) => list.length === 0));
  if (isSame) return <p class="soft">{words.same}</p>;
  return (
    <div class="diff">
      {(nodes.added.length > 0 || nodes.removed.length > 0 || told.length > 0) && (
        <section class="diff-part">
          <h3>
            {words.nodes} <Counts added={nodes.added.length} removed={nodes.removed.length} changed={told.length} />
          </h3>
          <ul class="diff-list">
            {nodes.added.map((node) => (
              <Line key={`+${node.id}`} mark="added" name={node.name} note={node.type} />
            ))}
            {nodes.removed.map((node) => (
              <Line key={`-${node.id}`} mark="removed" name={node.name} note={node.type} />
            ))}
            {told.map((node) => (
              <ChangedNode key={node.id} node={node} />
            ))}
          </ul>
        </section>
      )}
      {onlyMoved > 0 && <p class="soft">{words.movedOnly(onlyMoved)}</p>}
      <FieldsPart title={words.inputs} fields={inputs} />
      <FieldsPart title={words.outputs} fields={outputs} />
      <EdgesPart diff={diff} known={known} />
      <NotesPart notes={notes} />
    </div>
  );
}

function Counts({ added, removed, changed }: { added: number; removed: number; changed: number }) {
  const parts = [
    ...(added > 0 ? [words.counts.added(added)] : []),
    ...(removed > 0 ? [words.counts.removed(removed)] : []),
    ...(changed > 0 ? [words.counts.changed(changed)] : []),
  ];
  return <span class="soft diff-counts">{words.summary(parts)}</span>;
}

const marks = { added: "plus", removed: "minus", changed: "details" } as const;

function Line({ mark, name, note, was }: { mark: keyof typeof marks; name: string; note?: string | undefined; was?: string | undefined }) {
  return (
    <li class={`diff-line diff-${mark}`}>
      <Icon name={marks[mark]} />
      <span class="unseen">{words[mark]}</span>
      <span class="strong break">{name}</span>
      {note && <span class="soft mono">{note}</span>}
      {was !== undefined && <span class="soft break">{words.renamed(was)}</span>}
    </li>
  );
}

function ChangedNode({ node: { name, type, renamed, settings } }: { node: Nodes["changed"][number] }) {
  return (
    <>
      <Line mark="changed" name={renamed?.after ?? name} note={type} was={renamed?.before} />
      {settings.length > 0 && (
        <li class="diff-settings">
          <ValueChanges changes={settings} />
        </li>
      )}
    </>
  );
}

function FieldsPart({ title, fields }: { title: string; fields: Fields | FlowDiff["outputs"] }) {
  const { added, removed, changed } = fields;
  if (added.length + removed.length + changed.length === 0) return null;
  return (
    <section class="diff-part">
      <h3>
        {title} <Counts added={added.length} removed={removed.length} changed={changed.length} />
      </h3>
      <ul class="diff-list">
        {added.map(({ name, type }) => (
          <Line key={`+${name}`} mark="added" name={name} note={type} />
        ))}
        {removed.map(({ name, type }) => (
          <Line key={`-${name}`} mark="removed" name={name} note={type} />
        ))}
        {changed.map(({ name, changes }) => (
          <Fragment key={name}>
            <Line mark="changed" name={name} />
            <li class="diff-settings">
              <ValueChanges changes={changes} />
            </li>
          </Fragment>
        ))}
      </ul>
    </section>
  );
}

function EdgesPart({ diff: { edges, nodes }, known }: { diff: FlowDiff; known: readonly Named[] }) {
  if (edges.added.length + edges.removed.length === 0) return null;
  const names = new Map(known.map(({ id, name }) => [id, name]));
  for (const { id, name } of [...nodes.added, ...nodes.removed]) names.set(id, name);
  for (const { id, newId, name, renamed } of nodes.changed) names.set(newId ?? id, renamed?.after ?? name);
  const nameOf = (id: string) => names.get(id) ?? id;
  return (
    <section class="diff-part">
      <h3>
        {words.edges} <Counts added={edges.added.length} removed={edges.removed.length} changed={0} />
      </h3>
      <ul class="diff-list">
        {(["added", "removed"] as const).flatMap((mark) =>
          edges[mark].map(({ from, outcome, to }) => (
            <li key={`${mark} ${from} ${outcome} ${to}`} class={`diff-line diff-${mark}`}>
              <Icon name={marks[mark]} />
              <span class="unseen">{words[mark]}</span>
              <span class="break">{nameOf(from)}</span>
              <span class="soft">{words.leads(outcome)}</span>
              <span class="break">{nameOf(to)}</span>
            </li>
          )),
        )}
      </ul>
    </section>
  );
}

/** Notes are represented by their first line; a run ignores them. */
function NotesPart({ notes: { added, removed, changed } }: { notes: FlowDiff["notes"] }) {
  if (added.length + removed.length + changed.length === 0) return null;
  const said = (text: string) => text.trim().split("\n")[0] || words.emptyNote;
  return (
    <section class="diff-part">
      <h3>
        {words.notes} <Counts added={added.length} removed={removed.length} changed={changed.length} />
      </h3>
      <ul class="diff-list">
        {added.map(({ id, text }) => (
          <Line key={`+${id}`} mark="added" name={said(text)} />
        ))}
        {removed.map(({ id, text }) => (
          <Line key={`-${id}`} mark="removed" name={said(text)} />
        ))}
        {changed.map(({ after }) => (
          <Line key={after.id} mark="changed" name={said(after.text)} />
        ))}
      </ul>
    </section>
  );
}
