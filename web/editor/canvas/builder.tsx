import { effect, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { search, setSearch } from "../../base/router/router.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Button, IconButton } from "../../base/ui/button.tsx";
import { flowLabels } from "../drawing/flow-labels.ts";
import { labels } from "../../base/labels.ts";
import { EmptyState, ProblemNotice, Skeleton } from "../../base/ui/states.tsx";
import { useModel } from "../../base/ui/use-model.ts";
import { toast } from "../../base/ui/toasts.tsx";
import { workflowLabels } from "../../base/workflow/workflow-labels.ts";
import { findNode } from "../../base/workflow/node-reference.ts";
import { useWorkflow } from "../../base/workflow/workflow-model.ts";
import { BottomPanel } from "./bottom-panel.tsx";
import { useBuilderKeys } from "./builder-keys.ts";
import { type Builder, createBuilder } from "./builder-model.ts";
import { Canvas } from "./canvas.tsx";
import { CanvasMenu } from "./canvas-menu.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { ConnectDialog } from "./connect-dialog.tsx";
import { editorOf, type FlowEditor } from "../document/flow-editor.ts";
import { useNodeCommands } from "./node-commands.ts";
import { Palette } from "./palette.tsx";
import { Inspector } from "./parts.ts";
import { SavingState } from "../document/saving-state.tsx";
import { isSmallScreen } from "./small-screen.ts";
import "./builder.css";
import { startKind } from "../drawing/node-kinds.ts";

const words = builderLabels;

/** The editor of the draft: canvas, inspector and the panel below. */
export function FlowBuilder({ onView }: { onView: () => void }) {
  const { model: shared, workflow } = useWorkflow();
  const builder = useModel(() => createBuilder(editorOf(workflow.id)), workflow.id);
  const { editor } = builder;
  useEditor(editor, shared);
  useBuilderKeys(builder);
  useNodeCommands(editor);
  useAddressedNode(builder);
  const hasChoice = useComputed(() => {
    const { nodes, notes } = editor.selection.value;
    return nodes.size + notes.size > 0;
  });
  const isEmpty = useComputed(() => editor.document.value.nodes.length === 0);
  // The text is what the server has; what it has not would be missing there.
  const toText = async () => ((await editor.flush()) ? onView() : toast(words.saving.notYet, "problem"));
  if (!editor.loaded.value)
    return (
      <div class="page">
        {editor.problem.value ? <ProblemNotice problem={editor.problem.value} onRetry={editor.reload} /> : <Skeleton lines={6} />}
      </div>
    );
  return (
    <div class="builder">
      <div class="builder-stage">
        <Canvas builder={builder} />
        <div class="builder-head">
          <div class="tabs builder-views" role="tablist" aria-label={flowLabels.view}>
            <button type="button" role="tab" class="tab" aria-selected="true" tabIndex={0}>
              {flowLabels.views.canvas}
            </button>
            <button type="button" role="tab" class="tab" aria-selected="false" onClick={() => void toText()}>
              {flowLabels.views.json}
            </button>
          </div>
          {editor.mayEdit.value ? (
            <SavingState editor={editor} />
          ) : (
            <p class="soft saving">{editor.allowed.value ? builderLabels.look.lead : flowLabels.mayNotEdit}</p>
          )}
          <ProblemCount editor={editor} />
        </div>
        {isEmpty.value && (
          <div class="builder-empty">
            <EmptyState
              icon="flow"
              title={words.empty.title}
              action={
                editor.mayEdit.value && (
                  <Button kind="main" icon="plus" onClick={() => builder.add(startKind.type, {})}>
                    {builderLabels.addStart}
                  </Button>
                )
              }
            >
              {editor.mayEdit.value && words.empty.detail}
            </EmptyState>
          </div>
        )}
        {editor.panel.value && <BottomPanel builder={builder} />}
      </div>
      {(isSmallScreen() ? hasChoice.value : builder.inspectorOpen.value) && <Side builder={builder} />}
      {builder.palette.value && <Palette key={builder.palette.value} builder={builder} />}
      {builder.menu.value && <CanvasMenu builder={builder} />}
      {builder.connecting.value !== undefined && <ConnectDialog builder={builder} />}
      {editor.saving.value === "conflict" && editor.conflict.value && <ConflictDialog editor={editor} />}
    </div>
  );
}

/** How many problems there are; a click lists them below the canvas. */
function ProblemCount({ editor }: { editor: FlowEditor }) {
  const count = editor.problems.value.length;
  if (count === 0 || editor.panel.value === "problems") return null;
  return (
    <Button
      kind="quiet"
      icon="alert"
      class="builder-problems"
      title={`${words.panel.problems} (P)`}
      onClick={() => (editor.panel.value = "problems")}
    >
      {workflowLabels.problemList.count(count)}
    </Button>
  );
}

/** The inspector's place; Esc in it leads back to the node on the canvas. */
function Side({ builder }: { builder: Builder }) {
  const { editor } = builder;
  // A sheet lies over the canvas and goes with what was chosen.
  const close = () => (isSmallScreen() ? editor.select([]) : builder.toggleInspector());
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc comes from the fields inside
    <aside
      class="builder-side"
      aria-label={editor.selectedNode.value ? flowLabels.settingsOf(editor.selectedNode.value.name) : builderLabels.workflowSettings}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        const [id] = editor.selection.peek().nodes;
        if (isSmallScreen()) close();
        if (id) builder.focusNode(id);
      }}
    >
      <IconButton icon="close" class="builder-side-close" label={`${labels.common.close} (])`} onClick={close} />
      <Inspector editor={editor} />
    </aside>
  );
}

/** Ties the editor to the workflow it belongs to: the right to edit, the bar's Run and Deploy, and its state after saving. */
function useEditor(editor: FlowEditor, shared: ReturnType<typeof useWorkflow>["model"]): void {
  editor.allowed.value = shared.may("workflow.edit");
  editor.looking.value = isSmallScreen();
  useEffect(() => {
    editor.start();
    shared.builder.value = { problems: editor.problems, flush: editor.flush, run: editor.requestRun };
    let before = editor.saving.peek();
    const stop = effect(() => {
      const now = editor.saving.value;
      // The bar says whether there are changes that are not deployed.
      if (before === "saving" && now === "saved") void shared.reload();
      before = now;
    });
    return () => {
      stop();
      editor.stop();
      shared.builder.value = undefined;
    };
  }, [editor, shared]);
}

/** The chosen node is in the address, so that a link leads to it. */
function useAddressedNode(builder: Builder): void {
  const { editor } = builder;
  const isLoaded = editor.loaded.value;
  const wanted = search.value.get("node") ?? undefined;
  useEffect(() => {
    // A choice writes the address; where it has moved on since, or says what was chosen, there is nothing to follow.
    const now = search.peek().get("node") ?? undefined;
    if (wanted === undefined || wanted !== now || editor.selectedNode.peek()?.id === wanted) return undefined;
    // What is in memory may be older than what the link means; the node is chosen as soon as it is there.
    let isShown = false;
    const stop = effect(() => {
      const node = editor.loaded.value ? findNode(editor.document.value.nodes, wanted) : undefined;
      if (!node || isShown) return;
      isShown = true;
      requestAnimationFrame(() => builder.goTo(node.id, { focus: false }));
    });
    return stop;
  }, [wanted, builder]);
  useEffect(() => {
    if (!isLoaded) return;
    let first = true;
    return effect(() => {
      const id = editor.selectedNode.value?.id ?? "";
      if (!first) setSearch({ node: id });
      first = false;
    });
  }, [isLoaded, builder]);
}
