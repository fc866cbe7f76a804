import { useEffect, useRef } from "preact/hooks";
import { labels } from "../ui/labels.ts";
import { TextField } from "../ui/field.tsx";
import type { FlowEditor } from "./flow-editor.ts";

const words = labels.builder.inspector;

/** Name and description. */
export function PlainInspector({ editor }: { editor: FlowEditor }) {
  const box = useRef<HTMLDivElement>(null);
  const node = editor.selectedNode.value;
  const wanted = editor.focusPath.value;
  useEffect(() => {
    if (wanted !== undefined) box.current?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, [wanted, node?.id]);
  if (!node) return <p class="soft">{words.empty}</p>;
  return (
    <div ref={box} class="stack">
      <TextField
        key={node.id}
        label={words.name}
        value={node.name}
        onValue={(name) => editor.apply({ kind: "setNode", id: node.id, set: { name } }, `${node.id}:name`)}
      />
      <TextField
        label={words.description}
        lines={3}
        value={node.description ?? ""}
        onValue={(text) =>
          editor.apply({ kind: "setNode", id: node.id, set: { description: text || undefined } }, `${node.id}:description`)
        }
      />
    </div>
  );
}
export function NoTestRun({ editor: _ }: { editor: FlowEditor }) {
  return <p class="soft" />;
}
