import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FormField } from "./describe-form.ts";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { type FieldWorld, faultAt, pointerOf, reachOf, setConfig, textOf, useField, valueAt } from "./field-world.ts";
import type { ScriptEditor } from "./script-editor.ts";

const words = labels.inspector.script;

/** A script's code: an editor that is fetched when it is first needed, and a plain field where it cannot be. */
export function ScriptField({ field }: { field: FormField }) {
  const world = useField();
  const { path } = field;
  const code = textOf(valueAt(world.node.config, path));
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<ScriptEditor | undefined>(undefined);
  const state = useSignal<"loading" | "shown" | "failed">("loading");
  const latest = useRef(world);
  latest.current = world;
  useEffect(() => {
    let gone = false;
    import("./script-editor.ts").then(
      ({ createScriptEditor }) => {
        if (gone || !host.current) return;
        editor.current = createScriptEditor(host.current, {
          text: textOf(valueAt(latest.current.node.config, path)),
          label: field.title,
          readOnly: latest.current.readOnly,
          reach: () => ({ ...reachOf(latest.current), env: plainNames(latest.current) }),
          onText: (text) => setConfig(latest.current, path, text),
          onLeave: () => latest.current.editor.endGroup(),
          onRun: () => latest.current.editor.requestRun(),
        });
        state.value = "shown";
        // The focus was asked for before there was an editor to take it.
        if (document.activeElement === host.current) editor.current.focus();
      },
      () => (state.value = "failed"),
    );
    return () => {
      gone = true;
      editor.current?.destroy();
    };
  }, []);
  useEffect(() => {
    // What was rendered may be older than what is typed by now; the document never is.
    const { editor: model, node } = latest.current;
    editor.current?.setText(textOf(valueAt(model.nodeById(node.id)?.config, path)));
  }, [code]);
  const fault = faultAt(world, path);
  return (
    <div class="insp-field">
      <span class="insp-label">{field.title}</span>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the editor inside has the role and the keys */}
      <div
        ref={host}
        class={fault ? "script-host script-invalid" : "script-host"}
        data-path={pointerOf(path)}
        tabIndex={-1}
        onFocus={() => editor.current?.focus()}
        // From outside the editor is a plain element: its keys and pastes would be taken for the canvas's.
        onKeyDown={(event) => {
          const leaves = event.key === "Escape" && !event.defaultPrevented;
          if (!leaves && !((event.ctrlKey || event.metaKey) && ["k", "s"].includes(event.key))) event.stopPropagation();
        }}
        onPaste={(event) => event.stopPropagation()}
        onCopy={(event) => event.stopPropagation()}
        onCut={(event) => event.stopPropagation()}
      />
      {state.value === "loading" && <p class="soft">{words.loading}</p>}
      {state.value === "failed" && (
        <textarea
          class="input mono insp-json"
          aria-label={field.title}
          rows={10}
          spellcheck={false}
          readOnly={world.readOnly}
          value={code}
          onInput={(event) => setConfig(world, path, event.currentTarget.value)}
        />
      )}
      {fault ? (
        <p class="field-error">
          <Icon name="alert" /> <span>{fault}</span>
        </p>
      ) : (
        <p class="field-hint">{state.value === "failed" ? words.plainEditor : words.hint}</p>
      )}
    </div>
  );
}

/** Scripts do not see secure variables. */
const plainNames = ({ run }: FieldWorld): string[] => run.env.peek().flatMap(({ name, secure }) => (secure ? [] : [name]));
