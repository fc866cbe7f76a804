import type { ProblemEntry } from "#flow/problems/problem.ts";
import type { Column } from "#flow/datasets/column.ts";
import { valuesOf } from "#flow/datasets/values-of.ts";
import type { StoredRow } from "#objects/protocols/datasets.ts";
import type { DatasetDetails, DatasetRow } from "#store/datasets/datasets.ts";
import type * as z from "zod";
import { isoTime } from "../frame/times.ts";

/** What a list shows of a data set. */
export function summaryOnWire({ id, name, description, format, rows, bytes, createdBy, createdAt, updatedAt }: DatasetRow) {
  return { id, name, description, format, rows, bytes, createdBy, createdAt: isoTime(createdAt), updatedAt: isoTime(updatedAt) };
}

export function datasetOnWire(dataset: DatasetDetails) {
  const columns = dataset.columns.map(({ name, type, chosen, tally: { texts, numbers, booleans, others } }) => {
    return { name, type, chosen, empty: dataset.rows - texts - numbers - booleans - others };
  });
  return { ...summaryOnWire(dataset), columns };
}

/** A row's values by their columns' names. */
export function rowOnWire(columns: readonly Column[], { id, cells }: StoredRow) {
  // Cells were JSON when they were stored.
  return { number: id, values: valuesOf(columns, cells) as Record<string, z.core.util.JSONType> };
}

export function warningsOnWire(warnings: readonly ProblemEntry[]) {
  return warnings.map(({ path = "", code, message }) => ({ path, code, message }));
}
