import { useId } from "preact/hooks";
import type { ConfigPath } from "../document/changes.ts";
import { afterRender } from "../../base/ui/after-render.ts";
import { Button, IconButton } from "../../base/ui/button.tsx";
import { FieldBelow } from "../../base/ui/field.tsx";
import type { FormField } from "#flow/nodes/describe-types.ts";
import { inspectorLabels } from "./inspector-labels.ts";
import { ExpressionCell } from "./expression-field.tsx";
import { faultAt, pointerOf, setConfig, textOf, useField, valueAt } from "./field-world.ts";

const words = inspectorLabels;

/** A list of rows such as name and value, each cell after its kind. */
export function RowsField({ field }: { field: FormField & { kind: "rows" } }) {
  const world = useField();
  const { path, title, description, columns } = field;
  const stored = valueAt(world.node.config, path);
  const rows = Array.isArray(stored) ? (stored as Record<string, unknown>[]) : [];
  const fault = faultAt(world, path);
  const id = useId();
  const set = (next: readonly unknown[]) => setConfig(world, path, next.length > 0 || field.mandatory ? next : undefined);
  const add = () => {
    set([...rows, Object.fromEntries(columns.map((column) => [column.path.at(-1)!, ""]))]);
    afterRender(() =>
      document.querySelector<HTMLElement>(`[data-path="${CSS.escape(pointerOf([...path, rows.length, keyOf(columns[0]!)]))}"]`)?.focus(),
    );
  };
  return (
    <div class="insp-field" role="group" aria-labelledby={id} data-path={pointerOf(path)} tabIndex={-1}>
      <div class="row-apart insp-rows-head">
        <span class="insp-label" id={id}>
          {title}
        </span>
        {!world.readOnly && (
          <Button kind="quiet" icon="plus" onClick={add} aria-label={words.add(title)}>
            {rows.length === 0 ? words.add(title) : ""}
          </Button>
        )}
      </div>
      {description && rows.length > 0 && <p class="field-hint">{description}</p>}
      {rows.map((_, at) => (
        <div key={at} class="insp-row">
          {columns.map((column) => (
            <RowCell
              key={keyOf(column)}
              column={column}
              path={[...path, at, keyOf(column)]}
              label={`${column.title}, ${words.row(title, at + 1)}`}
            />
          ))}
          {!world.readOnly && (
            <IconButton
              icon="close"
              label={words.remove(words.row(title, at + 1))}
              onClick={() => set(rows.filter((__, other) => other !== at))}
            />
          )}
        </div>
      ))}
      <FieldBelow error={fault} />
    </div>
  );
}

const keyOf = (column: FormField): string => column.path.at(-1)!;

function RowCell({ column, path, label }: { column: FormField; path: ConfigPath; label: string }) {
  const world = useField();
  const stored = valueAt(world.node.config, path);
  if (column.kind === "template" || column.kind === "value" || column.kind === "numberOrTemplate" || column.kind === "expression")
    return <ExpressionCell path={path} label={label} placeholder={column.title} />;
  if (column.kind === "select")
    return (
      <select
        class="select"
        aria-label={label}
        data-path={pointerOf(path)}
        disabled={world.readOnly}
        value={textOf(stored)}
        onChange={(event) => setConfig(world, path, event.currentTarget.value)}
      >
        {column.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  return (
    <input
      class="input mono insp-plain"
      aria-label={label}
      aria-invalid={faultAt(world, path) !== undefined || undefined}
      data-path={pointerOf(path)}
      placeholder={column.title}
      autocomplete="off"
      spellcheck={false}
      readOnly={world.readOnly}
      value={textOf(stored)}
      onInput={(event) => setConfig(world, path, event.currentTarget.value)}
      onBlur={() => world.editor.endGroup()}
    />
  );
}
