import { javascriptLanguage } from "@codemirror/lang-javascript";
import { type CodeEditor, createCodeEditor } from "../code/code-editor.ts";

/** JSON is what JavaScript knows as a single expression; read as a script, its braces would be a block. */
const json = javascriptLanguage.configure({ top: "SingleExpression" });

/** A code editor for JSON in an element. */
export function createJsonCode(host: HTMLElement, options: Omit<Parameters<typeof createCodeEditor>[1], "extensions">): CodeEditor {
  return createCodeEditor(host, { ...options, extensions: json.extension });
}
