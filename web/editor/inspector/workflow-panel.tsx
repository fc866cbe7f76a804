import type { FlowEditor } from "../document/flow-editor.ts";
import { InputsEditor, OutputsEditor } from "./workflow-fields.tsx";

/** The workflow's own: what callers send and what they get back. */
export function WorkflowPanel({ editor }: { editor: FlowEditor }) {
  return (
    <div class="insp-main">
      <InputsEditor editor={editor} />
      <OutputsEditor editor={editor} />
    </div>
  );
}
