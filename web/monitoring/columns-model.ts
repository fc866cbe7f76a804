import { computed, signal } from "@preact/signals";
import { recall, remember } from "../ui/remembered.ts";
import type { RowKind } from "./row-kind.ts";

export const narrowest = 56;
const widest = 640;

interface Kept {
  shown?: Record<string, boolean>;
  widths?: Record<string, number>;
}

/** Which columns a list has and how wide they are; kept in this browser. */
export function createColumns<Row>({ name, columns }: RowKind<Row>) {
  const key = `monitoring.columns.${name}`;
  const kept = signal<Kept>(parse(recall(key)));
  const keep = (next: Kept) => {
    kept.value = next;
    remember(key, JSON.stringify(next));
  };
  const isShown = (column: (typeof columns)[number]) => kept.value.shown?.[column.key] ?? !column.extra;
  const widthOf = (column: (typeof columns)[number]) => kept.value.widths?.[column.key] ?? column.width;
  return {
    all: columns,
    isShown,
    shown: computed(() => columns.filter(isShown).map((column) => Object.assign({}, column, { width: widthOf(column) }))),
    toggle(column: (typeof columns)[number]) {
      // Without its first column a row could not be opened.
      if (column !== columns[0]) keep({ ...kept.value, shown: { ...kept.value.shown, [column.key]: !isShown(column) } });
    },
    resize(columnKey: string, width: number) {
      const bounded = Math.round(Math.max(narrowest, Math.min(widest, width)));
      keep({ ...kept.value, widths: { ...kept.value.widths, [columnKey]: bounded } });
    },
    reset: () => keep({}),
  };
}
export type ColumnsModel<Row> = ReturnType<typeof createColumns<Row>>;

function parse(text: string | null): Kept {
  try {
    const given: unknown = JSON.parse(text ?? "{}");
    if (typeof given !== "object" || given === null) return {};
    const { shown, widths } = given as Kept;
    return { ...(typeof shown === "object" ? { shown } : {}), ...(typeof widths === "object" ? { widths } : {}) };
  } catch {
    return {};
  }
}
