import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { lookOf } from "../drawing/node-look.ts";
import type { FlowNode } from "../document/changes.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { prefetchRenamer } from "../document/renamer.ts";
import { lazyPage } from "../../base/ui/lazy-page.tsx";
import { testRunOf } from "../test-run/test-run-model.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Field } from "../../base/ui/field.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { inspectorLabels } from "./inspector-labels.ts";
import { faultAtPointer } from "./field-world.ts";
import { NotePanel } from "./note-panel.tsx";
import { SeveralSelected } from "./several-selected.tsx";
import "./inspector.css";

const words = inspectorLabels;
/** The parsers and declarations are large, and come when something is first selected. */
const NodePanel = lazyPage(async () => (await import("./node-panel.tsx")).NodePanel);
const WorkflowPanel = lazyPage(async () => (await import("./workflow-panel.tsx")).WorkflowPanel);

/** The settings of what is selected: one node, several, or the workflow's inputs and outputs where nothing is. */
export function Inspector({ editor }: { editor: FlowEditor }) {
  const { nodes, notes } = editor.selection.value;
  const node = editor.selectedNode.value;
  const note = editor.selectedNote.value;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys come from the fields inside
    <div
      class="insp"
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        editor.requestRun();
      }}
    >
      {!editor.mayEdit.value && editor.loaded.value && (
        <p class="insp-readonly">
          <Icon name="info" /> <span>{editor.allowed.value ? builderLabels.look.lead : words.readOnly}</span>
        </p>
      )}
      {node ? (
        <OneNode key={node.id} editor={editor} node={node} />
      ) : note ? (
        <NotePanel key={note.id} editor={editor} note={note} />
      ) : nodes.size + notes.size > 1 ? (
        <SeveralSelected editor={editor} />
      ) : (
        <>
          <header class="insp-head">
            <h2>{builderLabels.workflowSettings}</h2>
            <p class="soft">{words.workflowLead}</p>
          </header>
          <WorkflowPanel editor={editor} />
        </>
      )}
    </div>
  );
}

function OneNode({ editor, node }: { editor: FlowEditor; node: FlowNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const wanted = editor.focusPath.value;
  useLayoutEffect(() => {
    if (wanted === undefined) return undefined;
    const attempt = (): boolean => {
      const isDone = focusField(frame.current, wanted);
      if (isDone) editor.focusPath.value = undefined;
      return isDone;
    };
    if (attempt()) return undefined;
    // The fields come with their code, and take the focus then; who has gone on to something else in the meantime keeps it.
    const before = document.activeElement;
    const observer = new MutationObserver(() => {
      const isFree = document.activeElement === before || document.activeElement === document.body;
      if (!isFree || attempt()) observer.disconnect();
    });
    observer.observe(frame.current!, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [wanted]);
  const { icon, family } = lookOf(node.type);
  return (
    <div ref={frame}>
      <header class="insp-head insp-head-node">
        <span class={`insp-icon family-${family}`}>
          <Icon name={icon} />
        </span>
        <NameField editor={editor} node={node} />
      </header>
      <NodePanel editor={editor} node={node} run={testRunOf(editor)} />
    </div>
  );
}

/** Focuses the field at a place, or the nearest around it; false where the fields are not there yet. */
function focusField(frame: HTMLElement | null, pointer: string): boolean {
  if (!frame?.querySelector("[data-ready]")) return false;
  for (let place = pointer; ; place = place.slice(0, place.lastIndexOf("/"))) {
    const found =
      place === "" || place === "/config"
        ? frame.querySelector<HTMLElement>("[data-ready] :is(input, textarea, select, .code-host)")
        : frame.querySelector<HTMLElement>(`[data-path="${CSS.escape(place)}"]`);
    if (found || place === "") {
      const section = found?.closest("details");
      if (section) section.open = true;
      const control = found?.matches("input, textarea, select, .code-host")
        ? found
        : (found?.querySelector<HTMLElement>("input, textarea, select") ?? found);
      control?.focus();
      control?.scrollIntoView({ block: "nearest" });
      return true;
    }
  }
}

/** A new name is written into every reference, so it is taken when it is complete. */
function NameField({ editor, node }: { editor: FlowEditor; node: FlowNode }) {
  const draft = useSignal(node.name);
  // With the render, not after it: by then the person may have typed.
  useLayoutEffect(() => void (draft.value = node.name), [node.name]);
  const take = () => {
    const name = draft.value.trim();
    if (name === "") draft.value = node.name;
    else if (name !== node.name) editor.apply({ kind: "setNode", id: node.id, set: { name } });
  };
  return (
    <div class="grow insp-name">
      <Field label={words.name} error={draft.value.trim() === "" ? words.missingName : faultAtPointer(editor, node.id, "/name")}>
        {(ties) => (
          <input
            {...ties}
            class="input strong"
            data-path="/name"
            autocomplete="off"
            spellcheck={false}
            maxLength={200}
            readOnly={!editor.mayEdit.value}
            value={draft.value}
            onInput={(event) => (draft.value = event.currentTarget.value)}
            onFocus={prefetchRenamer}
            onBlur={take}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) take();
              if (event.key === "Escape" && draft.value !== node.name) {
                event.stopPropagation();
                draft.value = node.name;
              }
            }}
          />
        )}
      </Field>
    </div>
  );
}
