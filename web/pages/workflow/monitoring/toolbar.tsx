import { useSignal } from "@preact/signals";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { IconButton } from "../../../base/ui/button.tsx";
import { ColumnChooser } from "../../../base/ui/chosen-columns.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { monitoringLabels } from "./monitoring-labels.ts";
import { SearchField } from "../../../base/ui/search-field.tsx";
import { RunStatus } from "../../../base/ui/status.tsx";
import type { ColumnsModel } from "./columns-model.ts";
import { AddFilter, FilterChips } from "./filter-chips.tsx";
import { isNarrowedTo, type QuickStatus } from "./quick-status.ts";
import type { AnyRow } from "./row-kind.ts";
import type { RunsModel } from "./runs-model.ts";
import { rangeNames } from "./selection.ts";

const words = monitoringLabels;

/** Search, time and filters; columns and CSV. */
export function Toolbar<Row extends AnyRow>({ model, columns }: { model: RunsModel<Row>; columns: ColumnsModel<Row> }) {
  const draft = useSignal<string | undefined>(undefined);
  useShortcuts({ f: () => document.querySelector<HTMLElement>("[data-add-filter]")?.click() });
  const { name } = model.kind;
  const { range } = model.selection.value;
  return (
    <div class="runs-tools">
      <SearchField label={words.search[name]} placeholder={words.searchPlaceholder[name]} search={model.search} class="runs-search" />
      <div class="segments" role="group" aria-label={words.range}>
        {rangeNames.map((each) => (
          <button
            key={each}
            type="button"
            class="segment"
            aria-pressed={each === range}
            title={words.rangeNames[each]}
            onClick={() => (each === "custom" ? model.beginCustom() : model.setRange(each))}
          >
            {words.ranges[each]}
          </button>
        ))}
      </div>
      {range === "custom" && <Span model={model} />}
      <QuickFilters model={model} />
      <AddFilter
        columns={Object.keys(model.kind.filterColumns)}
        onColumn={(column) => {
          draft.value = column;
          void model.fetchValues();
        }}
      />
      <span class="runs-tools-end">
        {name === "runs" && (
          <a
            class="button"
            href={model.csvAddress()}
            download
            aria-label={words.table.csvLabel}
            title={words.table.csvLabel}
            // A range up to now has moved on since this was drawn.
            onClick={(event) => (event.currentTarget.href = model.csvAddress())}
          >
            <Icon name="download" />
            {words.table.csv}
          </a>
        )}
        <ColumnChooser columns={columns} />
      </span>
      <FilterChips model={model} draft={draft} />
    </div>
  );
}

const quick = { runs: ["Failed", "Waiting"], modelRuns: ["Failed"] } as const satisfies Record<string, readonly QuickStatus[]>;

/** The statuses that people look for most, with one click; another click shows everything again. */
function QuickFilters<Row extends AnyRow>({ model }: { model: RunsModel<Row> }) {
  return (
    <div class="quick-filters" role="group" aria-label={words.filters.quick}>
      {quick[model.kind.name].map((status) => (
        <button
          key={status}
          type="button"
          class="quick-filter"
          aria-pressed={isNarrowedTo(status, model.selection.value)}
          title={words.filters.only(status)}
          onClick={() => model.toggleStatus(status)}
        >
          <RunStatus status={status} plain />
        </button>
      ))}
    </div>
  );
}

/** A moment in the format of the browser's field, in the viewer's time zone. */
function fieldTime(at: number | undefined): string {
  if (at === undefined) return "";
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Span<Row extends AnyRow>({ model }: { model: RunsModel<Row> }) {
  const { from, to } = model.selection.value;
  const read = (text: string): number | undefined => (text === "" ? undefined : new Date(text).getTime());
  return (
    <span class="runs-span">
      <input
        class="input"
        type="datetime-local"
        aria-label={words.from}
        value={fieldTime(from)}
        onChange={(event) => model.setSpan(read(event.currentTarget.value), to)}
      />
      <span class="soft" aria-hidden="true">
        –
      </span>
      <input
        class="input"
        type="datetime-local"
        aria-label={words.to}
        value={fieldTime(to)}
        onChange={(event) => model.setSpan(from, read(event.currentTarget.value))}
      />
      <IconButton icon="undo" label={words.charts.zoomOut} onClick={model.zoomOut} />
    </span>
  );
}
