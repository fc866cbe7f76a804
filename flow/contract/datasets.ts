/** Data sets: named sets of rows that an account's workflows look things up in. Everybody in the account sees them. */
import * as z from "zod";
import { columnTypes } from "../datasets/column.ts";
import { delimiters, type Delimiter } from "../datasets/find-delimiter.ts";
import { datasetFormats } from "../datasets/formats.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const summary = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  format: z.enum(datasetFormats).meta({ description: "The name of the file that it was created from." }),
  rows: z.int(),
  bytes: z.int().meta({ description: "The total size of the files that the rows came from." }),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: time,
  updatedAt: time,
};
const datasetSummary = z.object(summary).meta({ id: "DatasetSummary", title: "Data set in a list" });

const column = z
  .object({
    name: z.string(),
    type: z.enum(columnTypes).meta({ description: "The type of its values. `json`: values of any kind, unchanged." }),
    chosen: z.boolean().meta({ description: "True if the type was set manually, false if it was detected." }),
    empty: z.int().meta({ description: "The number of rows without a value." }),
  })
  .meta({ id: "DatasetColumn", title: "Column" });

const dataset = z.object({ ...summary, columns: z.array(column) }).meta({ id: "Dataset", title: "Data set" });

const warnings = z
  .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
  .meta({ description: "Warnings about the file with their line: at most 20, and how many more there are." });

const uploaded = dataset.extend({ warnings }).meta({ id: "DatasetUploaded" });

/** A row as a client sees it. */
const row = z
  .object({
    number: z.int().meta({ description: "Increases from row to row, starting at 1. Numbers can be skipped." }),
    values: z.record(z.string(), z.json()).meta({ description: "The value of every column, or null." }),
  })
  .meta({ id: "DatasetRow" });

const name = nameOf("data set", 100);
const description = z.string().max(2_000);

const reading = {
  format: z.enum(datasetFormats).optional().meta({
    description: "Detected from the file name or media type if omitted.",
  }),
  delimiter: z
    .enum(delimiters as readonly [Delimiter, ...Delimiter[]])
    .optional()
    .meta({ description: "For CSV. Detected from the first row if omitted." }),
  header: z.enum(["true", "false"]).optional().meta({ description: "Use `false` if the first row of a CSV file is not a header." }),
};
export const readingQuery = z.object(reading);
export type ReadingQuery = z.output<typeof readingQuery>;

const file = z.string().meta({ format: "binary" });
const upload = z.object({ file, ...reading });

const asBody =
  "Send the file as the form field `file`, or as the body with its Content-Type: text/csv, application/json or  " +
  "application/x-ndjson. UTF-8, at most 50 MB, 500,000 rows, 200 columns, 64 KiB a row. If the file has an error, nothing is saved.";

const list = declareRoute({
  method: "GET",
  path: "/api/datasets",
  access: "account.see",
  summary: "Lists the account's data sets by name",
  query: pageQuery.extend({
    search: z.string().max(200).optional().meta({ description: "Part of the name or description. Not case-sensitive." }),
  }),
  answer: pageOf(datasetSummary),
  status: 200,
  errors: [],
});

export const newDataset = z.object({ name, description: description.default("") });

const create = declareRoute({
  method: "POST",
  path: "/api/datasets",
  access: "datasets.manage",
  audit: ["dataset.created"],
  summary: "Creates a data set from a file",
  description: `${asBody} Send the name and description in the query or in the form.`,
  query: readingQuery.extend({ name: name.optional(), description: description.optional() }),
  form: upload.extend({ name, description: description.optional() }),
  answer: uploaded,
  status: 201,
  errors: ["conflict", "unavailable"],
});

const get = declareRoute({
  method: "GET",
  path: "/api/datasets/{datasetId}",
  access: "account.see",
  summary: "Returns a data set with its columns",
  answer: dataset,
  status: 200,
  errors: [],
});

const update = declareRoute({
  method: "PATCH",
  path: "/api/datasets/{datasetId}",
  access: "datasets.manage",
  audit: ["dataset.changed"],
  summary: "Changes the name, description or column types",
  body: z.strictObject({
    name: name.optional(),
    description: description.optional(),
    types: z
      .record(z.string(), z.enum(columnTypes).nullable())
      .optional()
      .meta({ description: "Column → type, or null to detect the type. Refused if the values do not match the type." }),
  }),
  answer: dataset,
  status: 200,
  errors: ["conflict"],
});

const remove = declareRoute({
  method: "DELETE",
  path: "/api/datasets/{datasetId}",
  access: "datasets.manage",
  audit: ["dataset.deleted"],
  summary: "Deletes a data set and its rows",
  status: 204,
  errors: [],
});

const replaceRows = declareRoute({
  method: "PUT",
  path: "/api/datasets/{datasetId}/rows",
  access: "datasets.manage",
  audit: ["dataset.replaced"],
  summary: "Replaces all rows",
  description: `${asBody} The old rows stay in use until the whole file has been uploaded.`,
  query: readingQuery,
  form: upload,
  answer: uploaded,
  status: 200,
  errors: ["conflict", "unavailable"],
});

const appendRows = declareRoute({
  method: "POST",
  path: "/api/datasets/{datasetId}/rows",
  access: "datasets.manage",
  audit: ["dataset.appended"],
  summary: "Appends rows",
  description: `${asBody} The file may omit columns but must not contain new ones.`,
  query: readingQuery,
  form: upload,
  answer: uploaded,
  status: 200,
  errors: ["conflict", "unavailable"],
});

const rows = declareRoute({
  method: "GET",
  path: "/api/datasets/{datasetId}/rows",
  access: "account.see",
  summary: "Lists, searches and sorts the rows",
  description: "A search page can contain fewer rows than requested, or none. While `nextCursor` is set, there are more rows to search.",
  query: pageQuery.extend({
    search: z.string().min(1).max(500).optional().meta({ description: "Part of any value. Not case-sensitive." }),
    column: z.string().max(1_000).optional().meta({ description: "With `value`: the column that must have exactly this value." }),
    value: z.string().max(10_000).optional(),
    sort: z.string().max(1_000).optional().meta({ description: "A column name. Add `-` in front for descending order." }),
  }),
  answer: pageOf(row),
  status: 200,
  errors: ["unavailable"],
});

const rowsAsCsv = declareRoute({
  method: "GET",
  path: "/api/datasets/{datasetId}/rows.csv",
  access: "account.see",
  summary: "Downloads all rows as CSV (RFC 4180). Text that a spreadsheet would read as a formula gets a leading apostrophe",
  file: "text/csv; charset=utf-8",
  status: 200,
  errors: ["unavailable"],
});

const rowsAsJsonLines = declareRoute({
  method: "GET",
  path: "/api/datasets/{datasetId}/rows.jsonl",
  access: "account.see",
  summary: "Downloads all rows as JSON Lines",
  file: "application/x-ndjson; charset=utf-8",
  status: 200,
  errors: ["unavailable"],
});

export const datasetRoutes = {
  listDatasets: list,
  createDataset: create,
  getDataset: get,
  updateDataset: update,
  deleteDataset: remove,
  replaceDatasetRows: replaceRows,
  appendDatasetRows: appendRows,
  listDatasetRows: rows,
  exportDatasetRowsCsv: rowsAsCsv,
  exportDatasetRowsJsonLines: rowsAsJsonLines,
};
