/**
 * A code editor: CodeMirror, in a shadow tree. There it may adopt its style sheets, which the content security policy of
 * the pages would refuse as style elements; the tokens reach it as inherited custom properties.
 */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

interface Options {
  text: string;
  label: string;
  readOnly: boolean;
  /** The language, and what this editor does beyond others. */
  extensions: Extension;
  onText: (text: string) => void;
  onLeave: () => void;
}
export interface CodeEditor {
  /** Follows a change from elsewhere, such as undo. */
  setText(text: string): void;
  /** Takes the focus, with the caret or a selection where they were in a field before it. */
  focus(at?: readonly [from: number, to: number]): void;
  destroy(): void;
}

const theme = EditorView.theme({
  "&": {
    fontSize: "12.5px",
    color: "var(--text)",
    backgroundColor: "var(--surface)",
    borderRadius: "6px",
    border: "1px solid var(--line-strong)",
  },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "420px", minHeight: "160px", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--text-faint)", border: "none", borderRadius: "6px 0 0 6px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in oklch, var(--hover) 55%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    boxShadow: "var(--float)",
    color: "var(--text)",
  },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "220px" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--text-soft)", fontStyle: "normal" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.operatorKeyword], color: "var(--family-ai)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--success)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--second)" },
  { tag: [tags.comment], color: "var(--text-faint)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--family-data)" },
  { tag: [tags.propertyName], color: "var(--accent)" },
  { tag: tags.invalid, color: "var(--failed)" },
]);

/** Creates an editor in an element; typed text is reported immediately. */
export function createCodeEditor(host: HTMLElement, { text, label, readOnly, extensions, onText, onLeave }: Options): CodeEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  let fromOutside = false;
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        extensions,
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        syntaxHighlighting(colours),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        theme,
        EditorState.tabSize.of(2),
        EditorState.readOnly.of(readOnly),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.domEventHandlers({ beforeinput: replaceAlone }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !fromOutside) onText(update.state.doc.toString());
          if (update.focusChanged && !update.view.hasFocus) onLeave();
        }),
      ],
    }),
  });
  return {
    setText(next) {
      const now = view.state.doc.toString();
      if (next === now) return;
      fromOutside = true;
      view.dispatch({ changes: { from: 0, to: now.length, insert: next } });
      fromOutside = false;
    },
    focus(at) {
      const { length } = view.state.doc;
      if (at) view.dispatch({ selection: { anchor: Math.min(at[0], length), head: Math.min(at[1], length) } });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

/**
 * Typing over a selection. Left to the browser, it keeps the look of the replaced text by an inline style, which the
 * policy of the pages refuses with a complaint. Brackets and quotes go around the selection and are left alone.
 */
function replaceAlone(event: InputEvent, view: EditorView): boolean {
  const { data, inputType } = event;
  if (inputType !== "insertText" || !data || view.composing || view.state.readOnly) return false;
  if (view.state.selection.main.empty || /^[([{'"`]$/.test(data)) return false;
  event.preventDefault();
  view.dispatch({ ...view.state.replaceSelection(data), userEvent: "input.type", scrollIntoView: true });
  return true;
}
