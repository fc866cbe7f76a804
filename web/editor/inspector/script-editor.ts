/** The code editor of scripts, which completes what a script can reach. */
import { autocompletion, type Completion, completionKeymap, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { javascript } from "@codemirror/lang-javascript";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { type CodeEditor, createCodeEditor } from "../code/code-editor.ts";
import { completeScript } from "./complete-script.ts";
import type { Reach } from "./suggest.ts";

interface Options {
  text: string;
  label: string;
  readOnly: boolean;
  reach: () => Reach;
  onText: (text: string) => void;
  onLeave: () => void;
  /** Ctrl or Cmd with Enter. */
  onRun: () => void;
}

/** Creates an editor in an element; typed text is reported immediately. */
export function createScriptEditor(host: HTMLElement, { reach, onRun, ...options }: Options): CodeEditor {
  const run = () => {
    onRun();
    return true;
  };
  return createCodeEditor(host, {
    ...options,
    extensions: [
      javascript(),
      autocompletion({ override: [(context) => complete(context, reach)] }),
      keymap.of([...completionKeymap]),
      Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
    ],
  });
}

function complete({ state, pos, explicit }: CompletionContext, reach: () => Reach): CompletionResult | null {
  const found = completeScript(state.doc.toString(), pos, reach(), explicit);
  return found && { ...found, options: found.options.map(asCompletion) };
}

function asCompletion({ label, type, bracket }: { label: string; type: string; bracket?: string }): Completion {
  if (bracket === undefined) return { label, type };
  return {
    label,
    type,
    apply(view, _, from, to) {
      // In place of the dot, which only ?. keeps.
      const start = view.state.sliceDoc(from - 2, from) === "?." ? from : from - 1;
      view.dispatch({ changes: { from: start, to, insert: bracket }, selection: { anchor: start + bracket.length } });
    },
  };
}
