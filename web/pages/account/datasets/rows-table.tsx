import type { Dataset, DatasetRow } from "../../../base/api/account-resources.ts";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { IconButton, Button } from "../../../base/ui/button.tsx";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { datasetsLabels } from "./datasets-labels.ts";
import { labels } from "../../../base/labels.ts";
import { showCurrentRow, SidePanel, SplitList } from "../../../base/ui/side-panel.tsx";
import { EmptyState, Notice, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { ColumnHead } from "./column-head.tsx";
import type { DatasetModel } from "./dataset-model.ts";

const words = datasetsLabels;

export function RowsTable({ model, dataset }: { model: DatasetModel; dataset: Dataset }) {
  const { rows, problem, loading } = model;
  const step = (by: number) => () => {
    model.step(by);
    showCurrentRow();
  };
  useShortcuts({ j: step(1), k: step(-1) });
  if (problem.value) return <ProblemNotice problem={problem.value} onRetry={model.load} />;
  if (!rows.value) return <Skeleton lines={6} />;
  if (rows.value.length === 0) return <NoRows model={model} />;
  const opened = model.opened.value;
  return (
    <div class="stack">
      <SplitList
        panel={opened && <RowPanel key={opened.number} row={opened} columns={dataset.columns} onClose={() => model.openRow(undefined)} />}
      >
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
        <div class="table-frame rows" role="region" aria-label={words.table} tabIndex={0} aria-busy={loading.value}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col" class="row-number">
                  {words.rowNumber}
                </th>
                {dataset.columns.map((column) => (
                  <ColumnHead key={column.name} model={model} column={column} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.value.map((row) => (
                <Row key={row.number} row={row} columns={dataset.columns} model={model} />
              ))}
            </tbody>
          </table>
        </div>
      </SplitList>
      {model.openNumber.value !== undefined && !opened && <Notice kind="info" title={words.rowGone} />}
      <div class="row-apart">
        <p class="soft" role="status">
          {words.range(model.firstRow.value, model.firstRow.value + rows.value.length - 1)}
        </p>
        <div class="row">
          <IconButton icon="arrowLeft" label={words.previous} disabled={!model.hasPrevious.value} onClick={model.previousPage} />
          <IconButton icon="arrowLeft" class="turned" label={words.next} disabled={!model.hasNext.value} onClick={model.nextPage} />
        </div>
      </div>
    </div>
  );
}

function Row({ row, columns, model }: { row: DatasetRow; columns: Dataset["columns"]; model: DatasetModel }) {
  const isOpen = model.openNumber.value === row.number;
  return (
    <tr data-current={isOpen || undefined}>
      <td class="row-number soft">
        <button
          type="button"
          class="row-open"
          aria-label={words.openRow(row.number)}
          aria-expanded={isOpen}
          onClick={() => model.openRow(isOpen ? undefined : row.number)}
        >
          {words.number(row.number)}
        </button>
      </td>
      {columns.map(({ name, type }) => {
        const text = cellText(row.values[name]);
        return (
          <td key={name} class={type === "number" ? "figure" : undefined}>
            <div class="rows-cell cut" title={text.length > 40 ? text : undefined}>
              {text}
            </div>
          </td>
        );
      })}
    </tr>
  );
}

/** All values of a row, whole. */
function RowPanel({ row, columns, onClose }: { row: DatasetRow; columns: Dataset["columns"]; onClose: () => void }) {
  return (
    <SidePanel title={words.row(row.number)} onClose={onClose}>
      <dl class="stack">
        {columns.map(({ name }) => {
          const value = row.values[name];
          const text = typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : cellText(value);
          return (
            <div key={name} class="stack-s">
              <dt class="row-apart">
                <span class="soft break">{name}</span>
                {text !== "" && <CopyButton text={text} label={words.copyValue(name)} />}
              </dt>
              <dd>{text === "" ? <span class="soft">{words.noValue}</span> : <pre class="rows-value">{text}</pre>}</dd>
            </div>
          );
        })}
      </dl>
    </SidePanel>
  );
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function NoRows({ model }: { model: DatasetModel }) {
  const text = model.query.value;
  if (text === "")
    return (
      <EmptyState icon="data" title={words.noRows.title}>
        {words.noRows.detail}
      </EmptyState>
    );
  if (model.hasNext.value)
    return (
      <EmptyState
        icon="search"
        title={words.lookedOn}
        action={
          <Button busy={model.loading.value} onClick={model.nextPage}>
            {words.lookOn}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      icon="search"
      title={words.noRowFound.title}
      action={<Button onClick={model.clearSearch}>{labels.common.clearSearch}</Button>}
    >
      {words.noRowFound.detail(text)}
    </EmptyState>
  );
}
