/** Reading a data set's rows: pages, and files of all of them. */
import { Refusal } from "#flow/problems/refusal.ts";
import type { datasetRoutes } from "#flow/contract/datasets.ts";
import { csvLine } from "#flow/csv/csv-line.ts";
import { valueOf, type Column } from "#flow/datasets/column.ts";
import { valuesOf } from "#flow/datasets/values-of.ts";
import type { RowQuery, StoredRow } from "#objects/protocols/datasets.ts";
import type { DatasetDetails } from "#store/datasets/datasets.ts";
import { writeCursor } from "#store/page.ts";
import type { RowsObject } from "./dataset-upload.ts";
import { rowOnWire } from "./dataset-on-wire.ts";
import type { Call } from "../frame/handler.ts";
import { positionIn } from "../frame/paging.ts";

type Query = Call<(typeof datasetRoutes)["listDatasetRows"]>["query"];

/** One page of rows, as the query asks. */
export async function pageOfRows(object: RowsObject, dataset: DatasetDetails, query: Query) {
  const after = positionIn(query.cursor, isRowPosition);
  if (after && after[0] !== dataset.content)
    throw fault(
      "/cursor",
      "invalid_cursor",
      "The rows have been replaced since that page. Leave out the cursor to start at the first page.",
    );
  const asked: RowQuery = {
    search: query.search,
    where: whereOf(dataset.columns, query),
    sort: sortOf(dataset.columns, query.sort),
    limit: query.limit,
    after: after?.[1],
  };
  const page = await reached(object.page({ upload: dataset.content, parts: dataset.parts }, asked));
  return {
    items: page.rows.map((row) => rowOnWire(dataset.columns, row)),
    nextCursor: page.next === null ? null : writeCursor([dataset.content, page.next]),
  };
}

function isRowPosition(position: readonly unknown[]): position is readonly [string, number] {
  const [content, id] = position;
  return position.length === 2 && typeof content === "string" && Number.isSafeInteger(id) && Number(id) > 0;
}

function whereOf(columns: readonly Column[], { column, value }: Query): RowQuery["where"] {
  if (column === undefined && value === undefined) return undefined;
  if (column === undefined || value === undefined)
    throw fault(column === undefined ? "/column" : "/value", "missing", "Send both a column and a value.");
  const ref = refOf(columns, column, "/column");
  if (ref.type === "text" || ref.type === "json") return { column: ref, value };
  const read = valueOf(value, ref.type);
  if (typeof read !== "number" && typeof read !== "boolean")
    throw fault("/value", "invalid_value", `The column “${column}” has the type ${ref.type}. This value has a different type.`);
  return { column: ref, value: read };
}

function sortOf(columns: readonly Column[], sort: string | undefined): RowQuery["sort"] {
  if (sort === undefined) return undefined;
  // A name may itself start with a minus.
  const descending = sort.startsWith("-") && !columns.some(({ name }) => name === sort);
  return { ...refOf(columns, descending ? sort.slice(1) : sort, "/sort"), descending };
}

function refOf(columns: readonly Column[], name: string, path: string) {
  const place = columns.findIndex((column) => column.name === name);
  if (place < 0) throw fault(path, "unknown_column", `The data set has no column “${name.slice(0, 100)}”.`);
  return { place, type: columns[place]!.type };
}

function fault(path: string, code: string, message: string): Refusal {
  return new Refusal("validation_failed", { errors: [{ path, code, message }] });
}

async function reached<Answer>(asked: Promise<Answer | undefined>): Promise<Answer> {
  const answer = await asked.catch(() => undefined);
  if (answer !== undefined) return answer;
  throw new Refusal("unavailable", { detail: "The rows could not be read. They may have just been replaced.", retryAfterSec: 1 });
}

/** As much of the rows as one piece of a file holds. */
const pieceChars = 256 * 1024;

/** All rows as CSV, read as the client takes them. */
export function rowsAsCsv(object: RowsObject, dataset: DatasetDetails): ReadableStream<Uint8Array> {
  const { columns } = dataset;
  const header = csvLine(columns.map(({ name }) => name));
  return streamOf(object, dataset, header, ({ cells }) => {
    const row = JSON.parse(cells) as unknown[];
    return csvLine(columns.map(({ type }, i) => csvCell(valueOf(row[i], type))));
  });
}

export function rowsAsJsonLines(object: RowsObject, dataset: DatasetDetails): ReadableStream<Uint8Array> {
  return streamOf(object, dataset, "", ({ cells }) => `${JSON.stringify(valuesOf(dataset.columns, cells))}\n`);
}

function csvCell(value: unknown): string | number | null {
  if (typeof value === "string" || typeof value === "number" || value === null) return value;
  return JSON.stringify(value);
}

function streamOf(
  object: RowsObject,
  { content, parts }: DatasetDetails,
  header: string,
  lineOf: (row: StoredRow) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream<Uint8Array>({
    start: (stream) => {
      if (header !== "") stream.enqueue(encoder.encode(header));
    },
    async pull(stream) {
      const rows = await reached(object.read({ upload: content, parts }, after, pieceChars));
      const last = rows.at(-1);
      if (!last) return stream.close();
      after = last.id;
      stream.enqueue(encoder.encode(rows.map(lineOf).join("")));
    },
  });
}
