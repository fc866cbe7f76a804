import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { runModes, runStatuses, runTypes } from "#flow/monitoring/run-row.ts";
import { Button, IconButton } from "../../../base/ui/button.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { Menu, MenuItem } from "../../../base/ui/menu.tsx";
import { monitoringLabels } from "./monitoring-labels.ts";
import { runLabels } from "../../run/run-labels.ts";
import type { AnyRow } from "./row-kind.ts";
import type { RunsModel } from "./runs-model.ts";
import type { RunFilter } from "./selection.ts";
import { shortOf } from "../../../base/ui/short-id.tsx";

const words = monitoringLabels.filters;
interface Props<Row extends AnyRow> {
  model: RunsModel<Row>;
}
interface Choice {
  value: string;
  label: string;
}

const plain = (values: readonly string[]): readonly Choice[] => values.map((value) => ({ value, label: value }));

/** The values that a column can be narrowed to; undefined where any text can be. */
function choicesOf<Row extends AnyRow>(model: RunsModel<Row>, column: string): readonly Choice[] | undefined {
  const known = model.values.value;
  if (column === "run") return undefined;
  if (column === "status") return plain(model.kind.name === "runs" ? runStatuses : runStatuses.filter((each) => each !== "Waiting"));
  if (column === "mode") return runModes.map((value) => ({ value, label: runLabels.modes[value] ?? value }));
  if (column === "type") return plain(runTypes);
  if (model.kind.name === "runs") {
    if (column === "version") return (known?.version ?? []).map(({ id, name }) => ({ value: id, label: name }));
    if (column === "source" || column === "error" || column === "node") return plain(known?.[column] ?? []);
  }
  // Of models and connections only those are known that were seen.
  const read = model.kind.filterColumns[column];
  const seen = new Set((model.list.items.value ?? []).flatMap((row) => read?.(row) ?? []));
  return plain([...seen].toSorted());
}

/** The filters as sentences that can be changed where they stand. `draft` is the column of one that has no value yet. */
export function FilterChips<Row extends AnyRow>({ model, draft }: Props<Row> & { draft: Signal<string | undefined> }) {
  const { filters, join } = model.selection.value;
  if (filters.length === 0 && draft.value === undefined && !model.isFiltered.value) return null;
  return (
    <ul class="filter-chips" aria-label={words.label}>
      {filters.map((filter, at) => (
        <li key={`${at} ${filter.column}`}>
          {at > 0 && <Join model={model} join={join} />}
          <Chip model={model} filter={filter} onChange={(next) => model.changeFilter(at, next)} onRemove={() => model.removeFilter(at)} />
        </li>
      ))}
      {draft.value !== undefined && (
        <li>
          {filters.length > 0 && <Join model={model} join={join} />}
          <Chip
            key={draft.value}
            model={model}
            filter={{ column: draft.value, operator: "is", value: "" }}
            isNew
            onChange={(next) => {
              if (next.value === "") return;
              draft.value = undefined;
              model.addFilter(next);
            }}
            onRemove={() => (draft.value = undefined)}
          />
        </li>
      )}
      {model.isFiltered.value && (
        <li>
          <Button
            kind="quiet"
            onClick={() => {
              draft.value = undefined;
              model.clear();
            }}
          >
            {words.clear}
          </Button>
        </li>
      )}
    </ul>
  );
}

export function AddFilter({ columns, onColumn }: { columns: readonly string[]; onColumn: (column: string) => void }) {
  return (
    <span class="filter-add">
      <Menu
        trigger={(ties) => (
          <button type="button" class="button" {...ties} aria-keyshortcuts="f" data-add-filter>
            <Icon name="plus" />
            {words.add}
          </button>
        )}
      >
        {columns.map((column) => (
          <MenuItem key={column} onClick={() => onColumn(column)}>
            {words.columns[column] ?? column}
          </MenuItem>
        ))}
      </Menu>
    </span>
  );
}

function Join<Row extends AnyRow>({ model, join }: Props<Row> & { join: "and" | "or" }) {
  return (
    <button
      type="button"
      class="join filter-join"
      aria-label={words.joinLabel(words.joins[join])}
      onClick={() => model.setJoin(join === "and" ? "or" : "and")}
    >
      {words.joins[join]}
    </button>
  );
}

interface ChipProps<Row extends AnyRow> extends Props<Row> {
  filter: RunFilter;
  isNew?: boolean;
  onChange: (filter: RunFilter) => void;
  onRemove: () => void;
}

function Chip<Row extends AnyRow>({ model, filter, isNew = false, onChange, onRemove }: ChipProps<Row>) {
  const { column, value } = filter;
  const operator = useSignal(filter.operator);
  const name = words.columns[column] ?? column;
  const first = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (isNew) first.current?.focus();
  }, []);
  const choices = choicesOf(model, column);
  const shown = choices?.find((each) => each.value === value)?.label ?? value;
  const change = (next: string) => onChange({ column, operator: operator.value, value: next });
  return (
    <span class="filter-chip">
      <span class="filter-column">{name}</span>
      <select
        class="filter-part"
        aria-label={words.operatorOf(name)}
        value={operator.value}
        onChange={(event) => {
          operator.value = event.currentTarget.value === "isNot" ? "isNot" : "is";
          change(value);
        }}
      >
        <option value="is">{words.operators.is}</option>
        <option value="isNot">{words.operators.isNot}</option>
      </select>
      {choices ? (
        <select
          ref={(element) => void (first.current = element)}
          class="filter-part filter-value"
          aria-label={words.valueOf(name)}
          value={value}
          onChange={(event) => change(event.currentTarget.value)}
        >
          {value === "" && (
            <option value="" disabled>
              {choices.length > 0 ? words.choose : model.values.value ? words.noValues : labels.common.loading}
            </option>
          )}
          {value !== "" && !choices.some((each) => each.value === value) && <option value={value}>{shown}</option>}
          {choices.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </select>
      ) : value === "" ? (
        <input
          ref={(element) => void (first.current = element)}
          class="filter-part filter-text mono"
          aria-label={words.valueOf(name)}
          onChange={(event) => change(event.currentTarget.value.trim())}
        />
      ) : (
        <code class="filter-value" title={value}>
          {shortOf(value)}
        </code>
      )}
      <IconButton icon="close" label={words.remove(`${name} ${words.operators[operator.value]} ${shown}`)} onClick={onRemove} />
    </span>
  );
}
