import { afterRender } from "../../base/ui/after-render.ts";
import { Button, IconButton } from "../../base/ui/button.tsx";
import { FieldBelow } from "../../base/ui/field.tsx";
import type { FormField } from "#flow/nodes/describe-types.ts";
import { inspectorLabels } from "./inspector-labels.ts";
import { ExpressionCell } from "./expression-field.tsx";
import { faultAt, pointerOf, setConfig, textOf, useField, valueAt } from "./field-world.ts";
import { readConstant } from "./read-constant.ts";

const words = inspectorLabels;

/** Key and value of what an End answers with: chosen from the workflow's outputs, or added to them. */
export function EndOutputs({ field }: { field: FormField }) {
  const world = useField();
  const { editor, readOnly } = world;
  const stored = valueAt(world.node.config, ["outputs"]);
  const rows = Array.isArray(stored) ? (stored as Record<string, unknown>[]) : [];
  const declared = editor.document.value.outputs;
  const open = declared.filter(({ name }) => name !== "" && !rows.some((row) => row.name === name));
  const fault = faultAt(world, ["outputs"]);
  const add = (name: string) => {
    setConfig(world, ["outputs", rows.length], { name, value: "" });
    const path = pointerOf(["outputs", rows.length, name === "" ? "name" : "value"]);
    afterRender(() => document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus());
  };
  return (
    <div class="insp-field" role="group" aria-label={field.title} data-path={pointerOf(["outputs"])} tabIndex={-1}>
      <span class="insp-label">{field.title}</span>
      {rows.map((row, at) => {
        const name = textOf(row.name);
        const type = declared.find((each) => each.name === name)?.type;
        return (
          <div key={at} class="stack-s">
            <div class="insp-row">
              <input
                class="input mono insp-plain"
                aria-label={words.fields.outputName(at + 1)}
                data-path={pointerOf(["outputs", at, "name"])}
                autocomplete="off"
                spellcheck={false}
                readOnly={readOnly}
                value={name}
                onInput={(event) => setConfig(world, ["outputs", at, "name"], event.currentTarget.value)}
                onBlur={() => editor.endGroup()}
              />
              <ExpressionCell
                path={["outputs", at, "value"]}
                label={name || words.row(field.title, at + 1)}
                read={(text) => readConstant(text, type)}
              />
              {!readOnly && (
                <IconButton
                  icon="close"
                  label={words.remove(name || words.row(field.title, at + 1))}
                  onClick={() => setConfig(world, ["outputs", at], undefined)}
                />
              )}
            </div>
            {name !== "" && type === undefined && !readOnly && (
              <div class="row">
                <span class="field-hint">{words.endOutputs.undeclared}</span>
                <Button
                  kind="quiet"
                  icon="plus"
                  onClick={() => editor.apply({ kind: "setOutputs", outputs: [...declared, { name, type: "json" }] })}
                  aria-label={words.endOutputs.declare(name)}
                >
                  {words.fields.addOutput}
                </Button>
              </div>
            )}
          </div>
        );
      })}
      {!readOnly && (
        <div class="row insp-chips">
          {open.map(({ name }) => (
            <Button key={name} icon="plus" onClick={() => add(name)} aria-label={words.endOutputs.choose(name)}>
              {name}
            </Button>
          ))}
          <Button kind="quiet" icon="plus" onClick={() => add("")}>
            {words.endOutputs.another}
          </Button>
        </div>
      )}
      <FieldBelow error={fault} />
    </div>
  );
}
