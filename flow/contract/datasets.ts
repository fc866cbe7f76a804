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
  format: z.enum(datasetFormats).meta({ description: "Of the file that it was made from." }),
  rows: z.int(),
  bytes: z.int().meta({ description: "Of the files that the rows came from." }),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: time,
  updatedAt: time,
};
const datasetSummary = z.object(summary).meta({ id: "DatasetSummary", title: "Data set in a list" });

const column = z
  .object({
    name: z.string(),
    type: z.enum(columnTypes).meta({ description: "How its cells are read. `json`: as they came, of any kind." }),
    chosen: z.boolean().meta({ description: "Somebody chose the type; otherwise it was found in the cells." }),
    empty: z.int().meta({ description: "Rows that have nothing here." }),
  })
  .meta({ id: "DatasetColumn", title: "Column" });

const dataset = z.object({ ...summary, columns: z.array(column) }).meta({ id: "Dataset", title: "Data set" });

const warnings = z
  .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
  .meta({ description: "What is odd about the file, with the line; at most 20 and how many more there are." });

const uploaded = dataset.extend({ warnings }).meta({ id: "DatasetUploaded" });

/** A row as a client sees it. */
const row = z
  .object({
    number: z.int().meta({ description: "Rises along the rows, from 1; a number may be left out." }),
    values: z.record(z.string(), z.json()).meta({ description: "Every column's value, null where there is none." }),
  })
  .meta({ id: "DatasetRow" });

const name = nameOf("data set", 100);
const description = z.string().max(2_000);

const reading = {
  format: z.enum(datasetFormats).optional().meta({
    description: "Found in the file's name or its media type where it is left out.",
  }),
  delimiter: z
    .enum(delimiters as readonly [Delimiter, ...Delimiter[]])
    .optional()
    .meta({ description: "Of CSV; found in the first row where it is left out." }),
  header: z.enum(["true", "false"]).optional().meta({ description: "`false` where the first row of a CSV file is not its header." }),
};
export const readingQuery = z.object(reading);
export type ReadingQuery = z.output<typeof readingQuery>;

const file = z.string().meta({ format: "binary" });
const upload = z.object({ file, ...reading });

const asBody =
  "The file is a part of a form called `file`, or the body itself with its own Content-Type: text/csv, application/json or " +
  "application/x-ndjson. UTF-8, at most 50 MB, 500,000 rows, 200 columns, 64 KiB a row. A fault in it means that nothing is kept.";

const list = declareRoute({
  method: "GET",
  path: "/api/datasets",
  access: "account.see",
  summary: "The account's data sets by name",
  query: pageQuery.extend({
    search: z.string().max(200).optional().meta({ description: "A part of the name or the description, in any case." }),
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
  summary: "A new data set from a file",
  description: `${asBody} Name and description stand in the query or in the form.`,
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
  summary: "One data set with its columns",
  answer: dataset,
  status: 200,
  errors: [],
});

const update = declareRoute({
  method: "PATCH",
  path: "/api/datasets/{datasetId}",
  access: "datasets.manage",
  audit: ["dataset.changed"],
  summary: "Renames, describes, or chooses how columns are read",
  body: z.strictObject({
    name: name.optional(),
    description: description.optional(),
    types: z
      .record(z.string(), z.enum(columnTypes).nullable())
      .optional()
      .meta({ description: "Column → its type, or null for the one that its cells show. Refused where cells cannot be read so." }),
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
  summary: "Other rows in place of all that are there",
  description: `${asBody} The rows before are seen until the last of the new ones has arrived.`,
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
  summary: "More rows behind those that are there",
  description: `${asBody} The file may leave columns out, but has no others than the data set.`,
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
  summary: "The rows, found and sorted as asked",
  description:
    "A page of a search may hold fewer rows than asked for, or none, while `nextCursor` says that there is more to look through.",
  query: pageQuery.extend({
    search: z.string().min(1).max(500).optional().meta({ description: "A part of any value, in any case." }),
    column: z.string().max(1_000).optional().meta({ description: "With `value`: the column that must have exactly this value." }),
    value: z.string().max(10_000).optional(),
    sort: z.string().max(1_000).optional().meta({ description: "A column's name; with `-` in front in falling order." }),
  }),
  answer: pageOf(row),
  status: 200,
  errors: ["unavailable"],
});

const rowsAsCsv = declareRoute({
  method: "GET",
  path: "/api/datasets/{datasetId}/rows.csv",
  access: "account.see",
  summary: "All rows as CSV (RFC 4180); a text that a spreadsheet would take for a formula begins with an apostrophe",
  file: "text/csv; charset=utf-8",
  status: 200,
  errors: ["unavailable"],
});

const rowsAsJsonLines = declareRoute({
  method: "GET",
  path: "/api/datasets/{datasetId}/rows.jsonl",
  access: "account.see",
  summary: "All rows, one JSON object a line",
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
