import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { labels } from "../ui/labels.ts";
import type { CodeEditor } from "./code-editor.ts";
import "./code-editor.css";

const words = labels.inspector.script;

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

/** The place of a code editor that is fetched when it is first needed, and a plain field where it cannot be. */
export function CodeHost({ label, value, newest, readOnly, invalid, path, create, onText }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | undefined>(undefined);
  const state = useSignal<"loading" | "shown" | "failed">("loading");
  useEffect(() => {
    let gone = false;
    create(host.current!).then(
      (made) => {
        if (gone) return made.destroy();
        editor.current = made;
        state.value = "shown";
        // The focus was asked for before there was an editor to take it.
        if (document.activeElement === host.current) made.focus();
      },
      () => (state.value = "failed"),
    );
    return () => {
      gone = true;
      editor.current?.destroy();
    };
  }, []);
  useEffect(() => {
    editor.current?.setText(newest());
  }, [value, state.value]);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the editor inside has the role and the keys */}
      <div
        ref={host}
        class={invalid ? "code-host code-host-invalid" : "code-host"}
        data-path={path}
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
        <>
          <textarea
            class="input mono insp-json"
            aria-label={label}
            rows={10}
            spellcheck={false}
            readOnly={readOnly}
            value={value}
            onInput={(event) => onText(event.currentTarget.value)}
          />
          <p class="field-hint">{words.plainEditor}</p>
        </>
      )}
    </>
  );
}
