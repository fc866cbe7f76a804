import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { auditLabels } from "./audit-labels.ts";
import { Button, IconButton } from "../../../base/ui/button.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { Field, TextField } from "../../../base/ui/field.tsx";
import { labels } from "../../../base/labels.ts";
import { SearchField } from "../../../base/ui/search-field.tsx";
import { SelectField } from "../../../base/ui/select-field.tsx";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { type AuditModel, type Range, rangeNames } from "./audit-model.ts";
import { type KnownNames, sentenceOf, valuesOf } from "./filter-values.ts";
import { type FilterColumn, type FilterOperator, filterOperators } from "./filters.ts";

const words = auditLabels;

interface Props {
  model: AuditModel;
  columns: readonly FilterColumn[];
  known: KnownNames;
}

interface BarProps extends Props {
  /** What chooses the columns. */
  chooser: ComponentChildren;
}

/** Search, time, and the filters as chips that read like a sentence. */
export function FilterBar({ model, columns, known, chooser }: BarProps) {
  const custom = model.range.value === "custom";
  return (
    <div class="audit-tools">
      <SearchField label={words.search} search={model.search} placeholder={labels.common.search} />
      <select
        class="select audit-range"
        aria-label={words.range}
        value={model.range.value}
        onChange={(event) => model.setRange(event.currentTarget.value as Range)}
      >
        {rangeNames.map((range) => (
          <option key={range} value={range}>
            {words.ranges[range]}
          </option>
        ))}
      </select>
      {custom && (
        <>
          <DateField label={words.from} value={model.from.value} onValue={(from) => model.setSpan({ from })} />
          <DateField label={words.to} value={model.to.value} onValue={(to) => model.setSpan({ to })} />
        </>
      )}
      <Button icon="plus" onClick={() => (model.adding.value = true)} aria-keyshortcuts="f">
        {words.addFilter}
      </Button>
      <span class="audit-end">
        {chooser}
        <Button icon="download" busy={model.csv.busy.value} onClick={() => void model.csv.run()}>
          {words.csv}
        </Button>
      </span>
      {model.filters.value.length > 0 && <Chips model={model} known={known} />}
      {model.adding.value && <FilterDialog model={model} columns={columns} known={known} />}
    </div>
  );
}

function DateField({ label, value, onValue }: { label: string; value: string; onValue: (value: string) => void }) {
  return (
    <input class="input audit-date" type="date" aria-label={label} value={value} onChange={(event) => onValue(event.currentTarget.value)} />
  );
}

function Chips({ model, known }: { model: AuditModel; known: KnownNames }) {
  const join = model.join.value;
  return (
    <ul class="chips" aria-label={words.filters}>
      {model.filters.value.map((filter, at) => {
        const sentence = sentenceOf(filter, known);
        return (
          <li key={JSON.stringify(filter)} class="row">
            {at > 0 && (
              <button
                type="button"
                class="join"
                aria-label={words.joinLabel(words.joins[join])}
                onClick={() => model.setJoin(join === "and" ? "or" : "and")}
              >
                {words.joins[join]}
              </button>
            )}
            <span class="chip">
              <span class="break">{sentence}</span>
              <IconButton icon="close" label={words.removeFilter(sentence)} onClick={() => model.remove(filter)} />
            </span>
          </li>
        );
      })}
      <li>
        <Button kind="quiet" onClick={model.clear}>
          {words.clear}
        </Button>
      </li>
    </ul>
  );
}

function FilterDialog({ model, columns, known }: Props) {
  const column = useSignal<FilterColumn>(columns[0]!);
  const operator = useSignal<FilterOperator>("is");
  const value = useSignal("");
  const people = model.users.items.value;
  const found = people && { ...known, people: new Map(people.map(({ id, name }) => [id, name])) };
  const values = valuesOf(column.value, found ?? known);
  const isUser = column.value === "user";
  const none = isUser && model.users.loading.value ? labels.common.loading : words.noValues;
  const hint = values.length === 0 ? none : isUser && model.users.hasMore.value ? words.moreUsers : undefined;
  const chosen = values.some((each) => each.value === value.value) ? value.value : values[0]?.value;
  const close = () => (model.adding.value = false);
  return (
    <Dialog title={words.filterTitle} onClose={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen !== undefined) model.add({ column: column.value, operator: operator.value, value: chosen });
        }}
      >
        <SelectField
          label={words.column}
          first
          value={column.value}
          choices={columns}
          wordsOf={(each) => words.columnOptions[each]}
          onChoose={(each) => (column.value = each)}
        />
        <SelectField
          label={words.operator}
          value={operator.value}
          choices={filterOperators}
          wordsOf={(each) => words.operators[each]}
          onChoose={(each) => (operator.value = each)}
        />
        {isUser && <TextField label={words.searchUsers} value={model.userSearch.typed.value} onValue={model.userSearch.type} />}
        {isUser && model.users.problem.value && <ProblemNotice problem={model.users.problem.value} onRetry={model.users.reload} />}
        <Field label={words.value} hint={hint}>
          {(ties) => (
            <select {...ties} class="select" value={chosen} onChange={(event) => (value.value = event.currentTarget.value)}>
              {values.map((each) => (
                <option key={each.value} value={each.value}>
                  {each.label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div class="form-actions">
          <Button onClick={close}>{labels.common.cancel}</Button>
          <Button kind="main" type="submit" disabled={chosen === undefined}>
            {words.apply}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
