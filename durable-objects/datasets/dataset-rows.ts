/**
 * The rows of one data set. An upload fills a table of its own; it becomes the content when D1 says so, in the same
 * transaction as the entry in the audit log. So nothing here has to be undone: what D1 does not name is rubbish, which
 * an alarm sweeps.
 */
import { DurableObject } from "cloudflare:workers";
import type { Part } from "#flow/datasets/parts.ts";
import { Alarm } from "../alarm.ts";
import type { ObjectsEnv } from "../env.ts";
import type { Content, DatasetRowsProtocol, RowPage, RowQuery, StoredRow } from "../protocols/datasets.ts";
import { RowTables, tableOf } from "./row-tables.ts";
import { walkRows } from "./walk-rows.ts";

/** An upload without new rows for this long is dropped; readers of replaced rows have as long to finish. */
const idleMs = 10 * 60_000;

export class DatasetRows extends DurableObject<ObjectsEnv> implements DatasetRowsProtocol {
  readonly #sql = this.ctx.storage.sql;
  readonly #alarm = new Alarm(this.ctx.storage);
  #opened: RowTables | undefined;

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => this.#alarm.read());
  }

  /** Made with the first use, also after everything was forgotten. */
  get #tables(): RowTables {
    return (this.#opened ??= new RowTables(this.#sql));
  }

  /** Starts an upload. Its name must be new. */
  async begin(datasetId: string, upload: string): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#tables.open(datasetId, upload, Date.now()));
    this.#wakeLater();
  }

  /** Adds rows, JSON arrays of cells, behind those that the upload has. False where the upload is gone. */
  async add(upload: string, rows: readonly string[]): Promise<boolean> {
    return this.ctx.storage.transactionSync(() => {
      if (!this.#tables.has(upload)) return false;
      this.#tables.add(upload, rows, Date.now());
      return true;
    });
  }

  /** Copies an upload's rows behind those of another one; answers the numbers that they have there, undefined where one is gone. */
  async append(from: string, to: string): Promise<Part | undefined> {
    return this.ctx.storage.transactionSync(() => {
      if (!this.#tables.has(from) || !this.#tables.has(to)) return undefined;
      return this.#tables.copy(from, to);
    });
  }

  async drop(upload: string): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#tables.drop(upload));
  }

  /** A page; undefined where the content was replaced long ago. */
  async page(content: Content, query: RowQuery): Promise<RowPage | undefined> {
    return this.#tables.has(content.upload) ? walkRows(this.#sql, this.#tables, content, query) : undefined;
  }

  /** The rows behind `after`, as many as `maxChars` of cells hold, at least one; none at the end, undefined where the content is gone. */
  async read({ upload, parts }: Content, after: number, maxChars: number): Promise<readonly StoredRow[] | undefined> {
    if (!this.#tables.has(upload)) return undefined;
    const rows: StoredRow[] = [];
    let left = maxChars;
    for (const { from, to } of parts) {
      const statement = `SELECT id, cells FROM ${tableOf(upload)} WHERE id > ? AND id <= ? ORDER BY id`;
      for (const { id, cells } of this.#sql.exec<{ id: number; cells: string }>(statement, Math.max(after, from - 1), to)) {
        rows.push({ id, cells });
        left -= cells.length;
        if (left <= 0) return rows;
      }
    }
    return rows;
  }

  /** Forgets everything: the data set was deleted. */
  async destroy(): Promise<void> {
    await this.#alarm.cancel();
    await this.ctx.storage.deleteAll();
    this.#opened = undefined;
  }

  /** Drops what is neither the content nor in use. It never throws: the platform would give it up after some tries. */
  override async alarm(): Promise<void> {
    this.#alarm.wentOff();
    try {
      const owner = this.#tables.owner();
      const content = owner && (await contentOf(this.env.DB, owner));
      const now = Date.now();
      let left = 0;
      for (const { name, touchedAt } of this.#tables.names()) {
        if (name === content) continue;
        if (now - touchedAt < idleMs) left++;
        else this.ctx.storage.transactionSync(() => this.#tables.drop(name));
      }
      if (left > 0) this.#wakeLater();
      else if (!content) await this.destroy();
    } catch {
      this.#wakeLater();
    }
  }

  /** Reports that the content has changed, so that the old content is deleted after its readers have had their time. */
  async retire(upload: string): Promise<void> {
    this.#sql.exec("UPDATE uploads SET touched_at = ? WHERE name = ?", Date.now(), upload);
    this.#wakeLater();
  }

  #wakeLater(): void {
    this.#alarm.atLatest(Date.now() + idleMs + 1_000);
  }
}

async function contentOf(db: D1Database, datasetId: string): Promise<string | undefined> {
  const row = await db
    .prepare("SELECT content FROM datasets WHERE id = ? AND deleted_at IS NULL")
    .bind(datasetId)
    .first<{ content: string }>();
  return row?.content;
}
