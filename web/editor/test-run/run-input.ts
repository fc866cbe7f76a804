import { computed, effect, signal } from "@preact/signals";
import { parseJsonText } from "../../base/json/json-text.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { buildInput, fieldText } from "../input/build-input.ts";
import { keepInput, keptInput } from "../input/kept-input.ts";
import { sampleInput } from "../input/sample-input.ts";

/** A step whose output is given instead of being made. */
export interface Given {
  id: string;
  name: string;
  /** JSON, as it is being edited. */
  text: string;
}
/** The node that is tested alone. */
export interface Focus {
  id: string;
  given: readonly Given[];
  /** Steps before it whose output nothing reads. */
  unread: readonly string[];
  inputs: ReadonlySet<string>;
}

/** What a test run is started with: the fields of its form, and the outputs that are given for a test of one node. */
export function createRunInput({ workflowId, document }: FlowEditor) {
  const fields = signal<Readonly<Record<string, string>>>({});
  const focus = signal<Focus | undefined>();
  const tried = signal(false);
  /** Counts the starts that the form's fields prevented. */
  const missed = signal(0);

  const allInputs = computed(() => document.value.inputs.filter(({ name }) => name !== ""));
  const inputs = computed(() => {
    const { value: of } = focus;
    return of ? allInputs.value.filter(({ name }) => of.inputs.has(name)) : allInputs.value;
  });
  const built = computed(() => {
    const asked = buildInput(inputs.value, fields.value);
    if (!asked.ok || !focus.value) return asked;
    // Inputs that nothing reads still have to be there.
    const others = allInputs.value.filter((input) => !inputs.value.includes(input));
    const known = others.flatMap((input) => {
      const one = buildInput([input], fields.value);
      return one.ok ? Object.entries(one.input) : Object.entries(sampleInput([input]));
    });
    return { ok: true as const, input: { ...Object.fromEntries(known), ...asked.input } };
  });
  const givenErrors = computed(() =>
    Object.fromEntries(
      (focus.value?.given ?? []).flatMap(({ id, text }) => {
        const parsed = parseJsonText(text);
        return parsed.ok || text.trim() === "" ? [] : [[id, parsed.message]];
      }),
    ),
  );

  effect(() => {
    const list = allInputs.value;
    const before = fields.peek();
    fields.value = Object.fromEntries(
      list.map((input) => [input.name, before[input.name] ?? keptInput(workflowId)[input.name] ?? fieldText(input)]),
    );
  });

  return {
    inputs,
    fields,
    focus,
    missed,
    givenErrors,
    errors: computed(() => (tried.value && !built.value.ok ? built.value.errors : {})),
    setField(name: string, text: string) {
      fields.value = { ...fields.value, [name]: text };
    },
    setGiven(id: string, text: string) {
      const at = focus.value;
      if (at) focus.value = { ...at, given: at.given.map((each) => (each.id === id ? { ...each, text } : each)) };
    },
    /** Tests one node with what is given. */
    focusOn(wanted: Focus | undefined) {
      if (wanted) tried.value = false;
      focus.value = wanted;
    },
    /** The input for a start; undefined where the form has to be corrected first. */
    take(): Readonly<Record<string, unknown>> | undefined {
      tried.value = true;
      const input = built.peek();
      if (!input.ok || Object.keys(givenErrors.peek()).length > 0) {
        missed.value++;
        return undefined;
      }
      keepInput(workflowId, fields.peek());
      return input.input;
    },
    /** The outputs that are given for the steps before the node in focus. */
    givenNow: (): readonly (readonly [string, unknown])[] =>
      (focus.peek()?.given ?? []).flatMap(({ id, text }) => {
        const parsed = parseJsonText(text);
        return parsed.ok ? [[id, parsed.value] as const] : [];
      }),
  };
}
