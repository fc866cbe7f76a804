import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { codeLabels } from "./code-labels.ts";
import type { CodeEditor } from "./code-editor.ts";
import "./code-editor.css";

const words = codeLabels;

interface Props {
  label: string;
  value: string;
  /** What the value is by now: what was rendered may be older than what is typed. */
  newest: () => string;
  readOnly: boolean;
  invalid: boolean;
  path?: string;
  /** Fetches the editor and puts it into the element. */
  create: (host: HTMLElement) => Promise<CodeEditor>;
  onText: (text: string) => void;
}

/**
 * The place of a code editor. Its code is large, so a plain field is shown until a person points at it or focuses it.
 * The plain field stays if the editor cannot be fetched.
 */
export function CodeHost({ label, value, newest, readOnly, invalid, path, create, onText }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<CodeEditor | undefined>(undefined);
  const gone = useRef(false);
  const state = useSignal<"plain" | "loading" | "shown" | "failed">("plain");
  const fetchEditor = () => {
    if (state.peek() !== "plain") return;
    state.value = "loading";
    create(host.current!).then(
      (made) => {
        if (gone.current) return made.destroy();
        editor.current = made;
        const { current: field } = area;
        if (field && document.activeElement === field) made.focus([field.selectionStart, field.selectionEnd]);
        state.value = "shown";
      },
      () => (state.value = "failed"),
    );
  };
  useEffect(
    () => () => {
      gone.current = true;
      editor.current?.destroy();
    },
    [],
  );
  useEffect(() => {
    editor.current?.setText(newest());
  }, [value, state.value]);
  const enter = () => (editor.current ?? area.current)?.focus();
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the field inside has the role and the keys
    <div class="code-place" data-path={path} tabIndex={-1} onFocus={enter} onPointerEnter={fetchEditor}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the editor inside has the role and the keys */}
      <div
        ref={host}
        class={invalid ? "code-host code-invalid" : "code-host"}
        tabIndex={-1}
        onFocus={enter}
        // From outside the editor is a plain element: its keys and pastes would be taken for the canvas's.
        onKeyDown={(event) => {
          const leaves = event.key === "Escape" && !event.defaultPrevented;
          if (!leaves && !((event.ctrlKey || event.metaKey) && ["k", "s"].includes(event.key))) event.stopPropagation();
        }}
        onPaste={(event) => event.stopPropagation()}
        onCopy={(event) => event.stopPropagation()}
        onCut={(event) => event.stopPropagation()}
      />
      {state.value !== "shown" && (
        <textarea
          ref={area}
          class={invalid ? "code-plain code-invalid" : "code-plain"}
          aria-label={label}
          spellcheck={false}
          readOnly={readOnly}
          value={value}
          onFocus={fetchEditor}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
      {state.value === "failed" && <p class="field-hint">{words.plainEditor}</p>}
    </div>
  );
}
