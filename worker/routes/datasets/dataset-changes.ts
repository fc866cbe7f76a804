/**
 * Rows in place of others, and rows behind others. The new rows are stored first; then one batch of D1 makes them the
 * data set's and writes the audit entry. Until then nothing can be seen of them, and after it everything.
 */
import type { datasetRoutes } from "#flow/contract/datasets.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { appendedColumns, replacedColumns } from "#flow/datasets/merge-columns.ts";
import { withPart, type Part } from "#flow/datasets/parts.ts";
import { limits } from "#flow/limits.ts";
import { writeContent, type DatasetDetails } from "#store/datasets/datasets.ts";
import { datasetOnWire, warningsOnWire } from "./dataset-on-wire.ts";
import { readSource, tooLarge } from "./dataset-source.ts";
import { lost, receiveRows, type RowsObject } from "./dataset-upload.ts";
import type { Call } from "../frame/handler.ts";

/** Each failed try means that another request changed the data set in between. */
const maxTries = 20;
/** Gaps arise where additions were cut off at their last step; so many never do by themselves. */
const maxParts = 20;

type Reload = () => Promise<DatasetDetails>;

/** Takes the request's file for the data set's only rows. */
export async function replaceRows(
  call: Call<(typeof datasetRoutes)["replaceDatasetRows"]>,
  object: RowsObject,
  dataset: DatasetDetails,
  reload: Reload,
) {
  const { db, caller, context, request, query } = call;
  const { taken } = await readSource(request, query, (options, bytes) => receiveRows(object, dataset.id, options, bytes));
  const warnings = await orDrop(object, taken.upload, async () => {
    const { upload, format, rows, bytes } = taken;
    const parts = withPart([], { from: 1, to: rows });
    for (let tries = 0; tries < maxTries; tries++) {
      const current = await reload();
      const { columns, warnings } = replacedColumns(taken.columns, format, current.columns);
      const details = { rows, columns: columns.map(({ name }) => name) };
      const event = { event: "dataset.replaced" as const, subject: { id: current.id, name: current.name }, details };
      const content = { format, columns, rows, bytes, content: upload, parts };
      if (!(await call.audited(event, [writeContent(db, caller.account.id, current, content, context.now())]))) continue;
      context.later(object.retire(current.content).catch(() => undefined));
      return [...taken.warnings, ...warnings];
    }
    throw busy();
  });
  return { ...datasetOnWire(await reload()), warnings: warningsOnWire(warnings) };
}

/** Puts the rows of the request's file behind those that the data set has. */
export async function appendRows(
  call: Call<(typeof datasetRoutes)["appendDatasetRows"]>,
  object: RowsObject,
  dataset: DatasetDetails,
  reload: Reload,
) {
  const { db, caller, context, request, query } = call;
  const onto = dataset.columns.map(({ name }) => name);
  const { taken } = await readSource(request, query, (options, bytes) =>
    receiveRows(object, dataset.id, { ...options, onto }, bytes, dataset),
  );
  await orDrop(object, taken.upload, async () => {
    let part: Part | undefined;
    for (let tries = 0; tries < maxTries; tries++) {
      const current = await reload();
      if (current.content !== dataset.content)
        throw new Refusal("conflict", {
          detail: "The rows were replaced during your upload, so your rows were not added.",
          suggestion: "Check the new rows, then append your rows again if you still need them.",
        });
      const { columns, errors } = appendedColumns(current.columns, taken.columns, current.format);
      if (errors.length > 0) throw new Refusal("validation_failed", { errors });
      const rows = current.rows + taken.rows;
      const bytes = current.bytes + taken.bytes;
      if (rows > limits.maxDatasetRows || bytes > limits.maxDatasetBytes) throw tooLarge();
      part ??= (await object.append(taken.upload, current.content).catch(() => undefined)) ?? undefined;
      if (!part) throw lost();
      const parts = withPart(current.parts, part);
      if (parts.length > maxParts)
        throw new Refusal("conflict", { detail: "Too many uploads were interrupted.", suggestion: "Replace all rows instead." });
      const event = { event: "dataset.appended" as const, subject: { id: current.id, name: current.name }, details: { rows: taken.rows } };
      if (!(await call.audited(event, [writeContent(db, caller.account.id, current, { columns, rows, bytes, parts }, context.now())])))
        continue;
      context.later(object.drop(taken.upload).catch(() => undefined));
      return;
    }
    throw busy();
  });
  return { ...datasetOnWire(await reload()), warnings: warningsOnWire(taken.warnings) };
}

/**
 * Rows that were stored for a refused change are deleted immediately. After another failure it is not known whether D1
 * has the change, so the object's alarm asks D1 and decides.
 */
async function orDrop<Result>(object: RowsObject, upload: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) await object.drop(upload).catch(() => undefined);
    throw error;
  }
}

function busy(): Refusal {
  return new Refusal("unavailable", { detail: "There are too many changes to this data set right now. Try again.", retryAfterSec: 1 });
}
