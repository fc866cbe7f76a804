import { computed } from "@preact/signals";
import { createChosenColumns } from "../../../base/ui/chosen-columns.tsx";
import { createRememberedRecord } from "../../../base/ui/remembered.ts";
import type { RowKind } from "./row-kind.ts";

export const narrowest = 56;
const widest = 640;

/** Which columns a list has and how wide they are; kept in this browser. */
export function createColumns<Row>({ name, columns }: RowKind<Row>) {
  const chosen = createChosenColumns(`monitoring.${name}`, columns);
  const widths = createRememberedRecord<number>(`widths.monitoring.${name}`);
  return {
    ...chosen,
    shown: computed(() =>
      chosen.shown.value.map((column) => Object.assign({}, column, { width: widths.record.value[column.key] ?? column.width })),
    ),
    resize: (columnKey: string, width: number) => widths.set(columnKey, Math.round(Math.max(narrowest, Math.min(widest, width)))),
    reset() {
      chosen.reset();
      widths.clear();
    },
  };
}
export type ColumnsModel<Row> = ReturnType<typeof createColumns<Row>>;
