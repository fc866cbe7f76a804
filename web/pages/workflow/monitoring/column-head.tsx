import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { monitoringLabels } from "./monitoring-labels.ts";
import { narrowest } from "./columns-model.ts";
import type { AnyRow, RowColumn } from "./row-kind.ts";
import type { RunsModel } from "./runs-model.ts";

const words = monitoringLabels.table;
const keyStepPx = 16;

interface Props<Row extends AnyRow> {
  column: RowColumn<Row>;
  model: RunsModel<Row>;
  onWidth: (width: number) => void;
}

/** A column's heading: sorts by it, and its edge changes the width. */
export function ColumnHead<Row extends AnyRow>({ column, model, onWidth }: Props<Row>) {
  const { label, width, sort, figures } = column;
  const sorted = sort !== undefined && model.sort.value === sort ? (model.order.value === "asc" ? "ascending" : "descending") : undefined;
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const handle = event.currentTarget;
    const from = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const move = ({ clientX }: PointerEvent) => onWidth(width + clientX - from);
    const end = () => handle.removeEventListener("pointermove", move);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", end, { once: true });
    event.preventDefault();
  };
  return (
    <th scope="col" class={figures ? "runs-figure" : undefined} aria-sort={sorted ?? (sort ? "none" : undefined)}>
      {sort ? (
        <button type="button" class="table-sort" title={labels.common.sortBy(label)} onClick={() => model.sortBy(sort)}>
          {label}
          {sorted && <Icon name="chevronDown" />}
        </button>
      ) : (
        label
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that can be moved is a control */}
      <span
        class="column-edge"
        role="separator"
        aria-orientation="vertical"
        aria-label={words.resize(label)}
        aria-valuenow={width}
        aria-valuemin={narrowest}
        tabIndex={0}
        onPointerDown={drag}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -keyStepPx, ArrowRight: keyStepPx }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          onWidth(width + by);
        }}
      />
    </th>
  );
}
