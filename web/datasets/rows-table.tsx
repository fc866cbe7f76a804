import type { Dataset, DatasetRow } from "../api/account-resources.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { IconButton, Button } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { EmptyState, ProblemNotice, Skeleton } from "../ui/states.tsx";
import type { DatasetModel } from "./dataset-model.ts";

const words = accountLabels.data;

export function RowsTable({ model, dataset }: { model: DatasetModel; dataset: Dataset }) {
  const { rows, problem, loading } = model;
  if (problem.value) return <ProblemNotice problem={problem.value} onRetry={model.load} />;
  if (!rows.value) return <Skeleton lines={6} />;
  if (rows.value.length === 0) return <NoRows model={model} />;
  return (
    <div class="stack">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div class="table-frame rows" role="region" aria-label={words.table} tabIndex={0} aria-busy={loading.value}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="row-number">
                {words.rowNumber}
              </th>
              {dataset.columns.map(({ name, type }) => (
                <SortHead key={name} model={model} column={name} type={type} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.value.map((row) => (
              <Row key={row.number} row={row} columns={dataset.columns} />
            ))}
          </tbody>
        </table>
      </div>
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

function SortHead({ model, column, type }: { model: DatasetModel; column: string; type: Dataset["columns"][number]["type"] }) {
  const sort = model.sort.value;
  const direction = sort === column ? "ascending" : sort === `-${column}` ? "descending" : undefined;
  return (
    <th scope="col" aria-sort={direction} class={type === "number" ? "figure" : undefined}>
      <button type="button" class="table-sort" title={words.sortBy(column)} onClick={() => model.toggleSort(column)}>
        <span class="rows-name cut">{column}</span>
        <span class="rows-type">{words.types[type]}</span>
        {direction && <Icon name="chevronDown" />}
      </button>
    </th>
  );
}

function Row({ row, columns }: { row: DatasetRow; columns: Dataset["columns"] }) {
  return (
    <tr>
      <td class="row-number soft">{words.number(row.number)}</td>
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
      action={<Button onClick={model.clearSearch}>{words.noRowFound.action}</Button>}
    >
      {words.noRowFound.detail(text)}
    </EmptyState>
  );
}
