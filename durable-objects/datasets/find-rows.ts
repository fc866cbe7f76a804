/** What a run asks of a data set: rows by a value, rows that a condition keeps, the first rows. */
import { valueOf, type Column } from "#flow/datasets/column.ts";
import { valuesOf } from "#flow/datasets/values-of.ts";
import type { AccountId, DatasetId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { findContent, type ContentOfDataset } from "#store/datasets/content.ts";
import type { ObjectsEnv } from "../env.ts";
import type { RowQuery } from "../protocols/datasets.ts";

type Env = Pick<ObjectsEnv, "DB" | "DATASETS">;
export type Row = Readonly<Record<string, unknown>>;

/** `more`: others would have been found beyond the limit. `unavailable`: the rows cannot be had now; asking again may help. */
export type FoundRows =
  | { readonly ok: true; readonly rows: readonly Row[]; readonly more: boolean }
  | { readonly ok: false; readonly reason: "no_dataset" | "no_column" | "unavailable" };

/** At most `limit` rows whose column has exactly this value, in their order. A value that is none of the column's type is found nowhere. */
export async function lookUpRows(
  env: Env,
  accountId: AccountId,
  datasetId: DatasetId,
  { column, value, limit }: { readonly column: string; readonly value: unknown; readonly limit: number },
): Promise<FoundRows> {
  const content = await findContent(env.DB, accountId, datasetId);
  if (!content) return { ok: false, reason: "no_dataset" };
  const place = content.columns.findIndex(({ name }) => name === column);
  if (place < 0) return { ok: false, reason: "no_column" };
  const { type } = content.columns[place]!;
  const wanted = wantedValue(type, value);
  return wanted === undefined
    ? { ok: true, rows: [], more: false }
    : pageOf(env, datasetId, content, { where: { column: { place, type }, value: wanted }, limit: limit + 1 });
}

/** The first `limit` rows. */
export async function firstRows(env: Env, accountId: AccountId, datasetId: DatasetId, limit: number): Promise<FoundRows> {
  const content = await findContent(env.DB, accountId, datasetId);
  return content ? pageOf(env, datasetId, content, { limit: limit + 1 }) : { ok: false, reason: "no_dataset" };
}

const batchChars = 256 * 1024;

/** At most `limit` rows that `keep` says yes to, in their order. Goes through all rows, so it ends early where `signal` says so, as unavailable. */
export async function filterRows(
  env: Env,
  accountId: AccountId,
  datasetId: DatasetId,
  { keep, limit, signal }: { keep(row: Row): boolean | Promise<boolean>; readonly limit: number; readonly signal?: AbortSignal },
): Promise<FoundRows> {
  const content = await findContent(env.DB, accountId, datasetId);
  if (!content) return { ok: false, reason: "no_dataset" };
  const object = env.DATASETS.getByName(datasetId);
  const rows: Row[] = [];
  for (let after = 0; !signal?.aborted;) {
    const batch = await object.read(content, after, batchChars).catch(() => undefined);
    if (!batch) break;
    for (const { cells } of batch) {
      const row = valuesOf(content.columns, cells);
      if (!(await keep(row))) continue;
      if (rows.length === limit) return { ok: true, rows, more: true };
      rows.push(row);
    }
    const last = batch.at(-1);
    if (!last) return { ok: true, rows, more: false };
    after = last.id;
  }
  return { ok: false, reason: "unavailable" };
}

/** What the data set's object is asked for; undefined for what no cell of this type can be. */
function wantedValue(type: Column["type"], value: unknown): string | number | boolean | undefined {
  // An environment variable and a part of a longer text are always texts, so texts are read as cells are.
  const read = valueOf(value, type);
  if (type === "text")
    return typeof read === "string" ? read : typeof read === "number" || typeof read === "boolean" ? String(read) : undefined;
  if (type === "number") return typeof read === "number" ? read : undefined;
  if (type === "boolean") return typeof read === "boolean" ? read : undefined;
  return typeof read === "string" || typeof read === "number" || typeof read === "boolean" ? read : undefined;
}

/** Asks until there are as many rows as wanted: one page looks at so many candidates only. */
async function pageOf(env: Env, datasetId: DatasetId, content: ContentOfDataset, query: RowQuery): Promise<FoundRows> {
  const object = env.DATASETS.getByName(datasetId);
  const rows: Row[] = [];
  let after: number | undefined;
  for (let pages = 0; pages < limits.maxDatasetRows / limits.datasetCandidates + 1; pages++) {
    const page = await object.page(content, { ...query, limit: query.limit - rows.length, after }).catch(() => undefined);
    if (!page) return { ok: false, reason: "unavailable" };
    rows.push(...page.rows.map(({ cells }) => valuesOf(content.columns, cells)));
    if (rows.length === query.limit || page.next === null) break;
    after = page.next;
  }
  const limit = query.limit - 1;
  return { ok: true, rows: rows.slice(0, limit), more: rows.length > limit };
}
