import { computed, signal } from "@preact/signals";
import type { FlowEditor } from "../document/flow-editor.ts";
import { createRunControl } from "./run-control.ts";
import { neededFor, scopeOf } from "./run-data.ts";
import { createRunInput } from "./run-input.ts";
import { createRunMemory } from "./run-memory.ts";

/** Runs of the flow that is on the screen, the result of the last one, and the data that it left for the fields. */
function createTestRunModel(editor: FlowEditor) {
  const { take, focusOn, givenNow, ...form } = createRunInput(editor);
  const { remember, ...memory } = createRunMemory(editor.workflowId);
  const { start, ...control } = createRunControl(editor, remember);
  const { focus } = form;
  const { samples, pins, env } = memory;
  /** The node that was asked for with "Run up to here", until the whole flow is wanted again. */
  const wanted = signal<string | undefined>();

  const pinnedNow = (): Record<string, unknown> | undefined => {
    const known = [...pins.peek()].filter(([id]) => editor.nodeById(id));
    const unread = (focus.peek()?.unread ?? []).map((id) => [id, samples.peek().get(id)?.output ?? null] as const);
    const all = Object.fromEntries([...unread, ...known, ...givenNow()]);
    // The node that is tested runs, whatever was pinned for it.
    if (focus.peek()) delete all[focus.peek()!.id];
    return Object.keys(all).length > 0 ? all : undefined;
  };

  /** The node that was asked for, if it is still there. */
  const wantedNow = () => (wanted.value !== undefined && editor.nodeById(wanted.value) ? wanted.value : undefined);

  const run = async (untilNode = focus.peek()?.id ?? wantedNow()): Promise<boolean> => {
    if (control.running.peek()) return true;
    const input = take();
    if (!input) return false;
    await start({ input, pinned: pinnedNow(), untilNode });
    return true;
  };

  return {
    ...form,
    ...memory,
    ...control,
    wanted: computed(wantedNow),
    /** What expressions see, or undefined before anything ran. */
    scope: computed(() =>
      scopeOf(
        editor.document.value,
        samples.value,
        pins.value,
        Object.fromEntries(env.value.map(({ name, value }) => [name, value])),
        control.detail.value?.runId ?? "",
      ),
    ),
    /** Runs the flow, or as far as a node. False if the form has to be corrected first. */
    run,
    /** As the page's own Run does: the flow, or the node that is being tested. */
    runAll() {
      wanted.value = undefined;
      void run();
    },
    /** Opens the panel for a test of one node with the data of the steps before it. */
    testNode(id: string) {
      const needed = neededFor(editor.document.peek(), id, samples.peek(), pins.peek());
      const given = needed.given.map(({ output, ...step }) => ({
        ...step,
        text: output === undefined ? "" : JSON.stringify(output, null, 2),
      }));
      wanted.value = undefined;
      focusOn({ ...needed, id, given });
      editor.panel.value = "test-run";
    },
    wholeFlow() {
      focusOn(undefined);
      wanted.value = undefined;
    },
    async runUpTo(id: string): Promise<void> {
      focusOn(undefined);
      wanted.value = id;
      editor.panel.value = "test-run";
      await run(id);
    },
  };
}
export type TestRunModel = ReturnType<typeof createTestRunModel>;

const models = new WeakMap<FlowEditor, TestRunModel>();

/** The test runs of an editor, shared by the panel and the fields. */
export function testRunOf(editor: FlowEditor): TestRunModel {
  const known = models.get(editor);
  if (known) return known;
  const made = createTestRunModel(editor);
  models.set(editor, made);
  void made.loadVariables();
  return made;
}
