import { datasetRoutes, newDataset } from "#flow/contract/datasets.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { replacedColumns, retypedColumns } from "#flow/datasets/merge-columns.ts";
import type { DatasetId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { toIssue } from "#flow/problems/issue.ts";
import { attachment, safeFileName } from "#flow/package/download-name.ts";
import {
  countDatasets,
  deleteDataset,
  describeDataset,
  findDataset,
  insertDataset,
  isDatasetNameTaken,
  isDatasetNameUsed,
  listDatasets,
  type DatasetDetails,
  type DatasetPosition,
} from "#store/datasets/datasets.ts";
import type { Database } from "#store/database.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import { appendRows, replaceRows } from "./dataset-changes.ts";
import { datasetOnWire, summaryOnWire, warningsOnWire } from "./dataset-on-wire.ts";
import { pageOfRows, rowsAsCsv, rowsAsJsonLines } from "./dataset-rows.ts";
import { readSource } from "./dataset-source.ts";
import { sweepDatasets } from "./dataset-sweep.ts";
import { receiveRows, type RowsObject } from "./dataset-upload.ts";
import type { AccountCaller, HandlersOf } from "../frame/handler.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import { positionIn } from "../frame/paging.ts";

export const datasetHandlers: HandlersOf<typeof datasetRoutes> = {
  async listDatasets({ db, caller, query }) {
    const { search, limit, cursor } = query;
    return mapPage(await listDatasets(db, caller.account.id, { search, limit, after: positionIn(cursor, isPosition) }), summaryOnWire);
  },

  async createDataset(call) {
    const { db, caller, query, request, context, answerHeaders } = call;
    const accountId = caller.account.id;
    const nowMs = context.now();
    await refuseEarly(call, query.name);
    const id = newId<DatasetId>("dataset", nowMs);
    const object = objectOf(call, id);
    try {
      const { taken, fields } = await readSource(request, query, (options, bytes) => receiveRows(object, id, options, bytes));
      const { name, description } = checked({ name: query.name ?? fields.name, description: query.description ?? fields.description });
      const { upload, format, rows, bytes } = taken;
      const { columns } = replacedColumns(taken.columns, format);
      const parts = [{ from: 1, to: rows }].filter(() => rows > 0);
      const row = { id, accountId, name, description, format, columns, rows, bytes, content: upload, parts };
      const event = {
        event: "dataset.created" as const,
        subject: { id, name },
        details: { rows, columns: columns.map(({ name }) => name) },
      };
      const statement = insertDataset(db, { ...row, createdBy: caller.user.id, createdAt: nowMs }, limits.maxDatasets);
      if (!(await unlessNameTaken(name, call.audited(event, [statement])))) throw tooMany();
      answerHeaders.set("location", `/api/datasets/${id}`);
      return { ...datasetOnWire(await requireDataset({ ...call, params: {} }, id)), warnings: warningsOnWire(taken.warnings) };
    } catch (error) {
      // After another failure it is not known whether D1 has it now; the object's alarm will ask.
      if (error instanceof Refusal && !(await findDataset(db, accountId, id))) context.later(object.destroy().catch(() => undefined));
      throw error;
    }
  },

  async getDataset(call) {
    return datasetOnWire(await requireDataset(call));
  },

  async updateDataset(call) {
    const { db, caller, body, context } = call;
    const dataset = await requireDataset(call);
    const after = { name: body.name ?? dataset.name, description: body.description ?? dataset.description };
    const retyped = body.types && retypedColumns(dataset.columns, body.types, dataset.format);
    if (retyped && retyped.errors.length > 0) throw new Refusal("validation_failed", { errors: retyped.errors });
    const columns = retyped && JSON.stringify(retyped.columns) !== JSON.stringify(dataset.columns) ? retyped.columns : undefined;
    const what = [
      ...(after.name === dataset.name ? [] : ["the name"]),
      ...(after.description === dataset.description ? [] : ["the description"]),
      ...(columns ? ["the types of columns"] : []),
    ];
    if (what.length === 0) return datasetOnWire(dataset);
    const event = { event: "dataset.changed" as const, subject: { id: dataset.id, name: after.name }, details: { what } };
    const statement = describeDataset(db, caller.account.id, dataset, { ...after, columns }, context.now());
    if (!(await unlessNameTaken(after.name, call.audited(event, [statement])))) throw changedMeanwhile("the data set");
    return datasetOnWire(await requireDataset(call, dataset.id));
  },

  async deleteDataset(call) {
    const { db, caller, context } = call;
    const { id, name, rows } = await requireDataset(call);
    const event = { event: "dataset.deleted" as const, subject: { id, name }, details: { rows } };
    const deleted = await call.audited(event, [deleteDataset(db, caller.account.id, id, context.now())]);
    if (!deleted) throw new Refusal("not_found", { detail: "The account has no data set with this id." });
    context.later(sweepDatasets(db, context.env, context.now() + 1));
  },

  async replaceDatasetRows(call) {
    const dataset = await requireDataset(call);
    return replaceRows(call, objectOf(call, dataset.id), dataset, () => requireDataset(call, dataset.id));
  },

  async appendDatasetRows(call) {
    const dataset = await requireDataset(call);
    return appendRows(call, objectOf(call, dataset.id), dataset, () => requireDataset(call, dataset.id));
  },

  async listDatasetRows(call) {
    const dataset = await requireDataset(call);
    return pageOfRows(objectOf(call, dataset.id), dataset, call.query);
  },

  async exportDatasetRowsCsv(call) {
    const dataset = await requireDataset(call);
    call.answerHeaders.set("content-disposition", attachment(safeFileName(dataset.name, "csv")));
    return rowsAsCsv(objectOf(call, dataset.id), dataset);
  },

  async exportDatasetRowsJsonLines(call) {
    const dataset = await requireDataset(call);
    call.answerHeaders.set("content-disposition", attachment(safeFileName(dataset.name, "jsonl")));
    return rowsAsJsonLines(objectOf(call, dataset.id), dataset);
  },
};

interface Asked {
  readonly db: Database;
  readonly caller: AccountCaller;
  readonly context: ManagementContext;
}

async function requireDataset(
  { db, caller, params }: Asked & { readonly params: Readonly<Record<string, string>> },
  // A text that is not a data set id is in no row.
  id: DatasetId = params.datasetId as DatasetId,
): Promise<DatasetDetails> {
  const dataset = await findDataset(db, caller.account.id, id);
  if (!dataset) throw new Refusal("not_found", { detail: "The account has no data set with this id." });
  return dataset;
}

function objectOf({ context }: Asked, id: DatasetId): RowsObject {
  return context.env.DATASETS.getByName(id);
}

/** What can be refused before a file of 50 MB has been sent. */
async function refuseEarly({ db, caller }: Asked, name: string | undefined): Promise<void> {
  const accountId = caller.account.id;
  if ((await countDatasets(db, accountId)) >= limits.maxDatasets) throw tooMany();
  if (name !== undefined && (await isDatasetNameUsed(db, accountId, name))) throw nameTaken(name);
}

function tooMany(): Refusal {
  return new Refusal("conflict", {
    detail: `An account can have at most ${limits.maxDatasets.toLocaleString("en-GB")} data sets.`,
    suggestion: "Delete one that is not used any more.",
  });
}

function checked(given: { readonly name: string | undefined; readonly description: string | undefined }) {
  const parsed = newDataset.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Refusal("validation_failed", { errors: parsed.error.issues.flatMap((issue) => toIssue(issue)) });
}

async function unlessNameTaken<Result>(name: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw isDatasetNameTaken(error) ? nameTaken(name) : error;
  }
}

function nameTaken(name: string): Refusal {
  return new Refusal("conflict", { detail: `A data set named “${name}” already exists.`, suggestion: "Choose another name." });
}

function isPosition(position: readonly unknown[]): position is DatasetPosition {
  return position.length === 2 && position.every((value) => typeof value === "string");
}
