import { useRef } from "preact/hooks";
import { CodeHost } from "../code/code-host.tsx";
import { FieldBelow } from "../../base/ui/field.tsx";
import type { FormField } from "#flow/nodes/describe-types.ts";
import { inspectorLabels } from "./inspector-labels.ts";
import { type FieldWorld, faultAt, pointerOf, reachOf, setConfig, textOf, useField, valueAt } from "./field-world.ts";

/** A script's code: an editor that is fetched when it is first needed, and a plain field where it cannot be. */
export function ScriptField({ field }: { field: FormField }) {
  const world = useField();
  const { path } = field;
  const latest = useRef(world);
  latest.current = world;
  // What was rendered may be older than what is typed by now; the document never is.
  const newest = () => textOf(valueAt(latest.current.editor.nodeById(latest.current.node.id)?.config, path));
  const setText = (text: string) => setConfig(latest.current, path, text);
  const fault = faultAt(world, path);
  return (
    <div class="insp-field">
      <span class="insp-label">{field.title}</span>
      <CodeHost
        label={field.title}
        value={textOf(valueAt(world.node.config, path))}
        newest={newest}
        readOnly={world.readOnly}
        invalid={fault !== undefined}
        path={pointerOf(path)}
        onText={setText}
        create={async (host) =>
          (await import("./script-editor.ts")).createScriptEditor(host, {
            text: newest(),
            label: field.title,
            readOnly: latest.current.readOnly,
            reach: () => ({ ...reachOf(latest.current), env: plainNames(latest.current) }),
            onText: setText,
            onLeave: () => latest.current.editor.endGroup(),
            onRun: () => latest.current.editor.requestRun(),
          })
        }
      />
      <FieldBelow hint={inspectorLabels.script.hint} error={fault} />
    </div>
  );
}

/** Scripts do not see secure variables. */
const plainNames = ({ run }: FieldWorld): string[] => run.env.peek().flatMap(({ name, secure }) => (secure ? [] : [name]));
