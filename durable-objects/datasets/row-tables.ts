/**
 * The tables of a data set's object: one for each upload, and a list of them. What is in the list has no meaning by
 * itself; D1 says which upload is the data set's content.
 */
import { limits } from "#flow/limits.ts";

export class RowTables {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS uploads (name TEXT PRIMARY KEY, touched_at INTEGER NOT NULL, next_id INTEGER NOT NULL) WITHOUT ROWID",
    );
    sql.exec("CREATE TABLE IF NOT EXISTS indexes (name TEXT PRIMARY KEY, upload TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID");
    sql.exec("CREATE TABLE IF NOT EXISTS owner (id TEXT NOT NULL)");
  }

  /** The data set that this object belongs to, noted with its first upload. */
  owner(): string | undefined {
    return this.#sql.exec<{ id: string }>("SELECT id FROM owner").toArray()[0]?.id;
  }

  open(datasetId: string, upload: string, now: number): void {
    if (!this.owner()) this.#sql.exec("INSERT INTO owner (id) VALUES (?)", datasetId);
    this.#sql.exec("INSERT INTO uploads (name, touched_at, next_id) VALUES (?, ?, 1)", upload, now);
    this.#sql.exec(`CREATE TABLE ${tableOf(upload)} (id INTEGER PRIMARY KEY, cells TEXT NOT NULL, folded TEXT)`);
  }

  has(upload: string): boolean {
    return this.#sql.exec("SELECT 1 FROM uploads WHERE name = ?", upload).toArray().length > 0;
  }

  names(): { name: string; touchedAt: number }[] {
    return this.#sql.exec<{ name: string; touchedAt: number }>("SELECT name, touched_at AS touchedAt FROM uploads").toArray();
  }

  add(upload: string, rows: readonly string[], now: number): void {
    const insert = `INSERT INTO ${tableOf(upload)} (id, cells, folded) VALUES (?, ?, ?)`;
    let id = this.#nextId(upload);
    for (const cells of rows) this.#sql.exec(insert, id++, cells, foldedOf(cells));
    this.#sql.exec("UPDATE uploads SET next_id = ?, touched_at = ? WHERE name = ?", id, now, upload);
  }

  /** Puts copies of one upload's rows behind another's and answers the numbers that they have there. */
  copy(from: string, to: string): { from: number; to: number } {
    const first = this.#nextId(to);
    const rows = this.#nextId(from) - 1;
    this.#sql.exec(
      `INSERT INTO ${tableOf(to)} (id, cells, folded) SELECT id + ?, cells, folded FROM ${tableOf(from)} ORDER BY id`,
      first - 1,
    );
    this.#sql.exec("UPDATE uploads SET next_id = ? WHERE name = ?", first + rows, to);
    return { from: first, to: first + rows - 1 };
  }

  drop(upload: string): void {
    this.#sql.exec(`DROP TABLE IF EXISTS ${tableOf(upload)}`);
    this.#sql.exec("DELETE FROM indexes WHERE upload = ?", upload);
    this.#sql.exec("DELETE FROM uploads WHERE name = ?", upload);
  }

  /** Makes the index of an expression over an upload's rows, if it is not there; the one that was not used for longest goes. */
  index(upload: string, key: string, expression: string): void {
    const name = `${tableOf(upload)}_${key}`;
    const used = this.#sql.exec<{ used: number }>("SELECT coalesce(max(used), 0) + 1 AS used FROM indexes").one().used;
    if (this.#sql.exec("UPDATE indexes SET used = ? WHERE name = ? RETURNING 1", used, name).toArray().length > 0) return;
    const others = this.#sql.exec<{ name: string }>("SELECT name FROM indexes WHERE upload = ? ORDER BY used DESC", upload).toArray();
    for (const { name: old } of others.slice(limits.maxDatasetIndexes - 1)) {
      this.#sql.exec(`DROP INDEX IF EXISTS ${old}`);
      this.#sql.exec("DELETE FROM indexes WHERE name = ?", old);
    }
    this.#sql.exec(`CREATE INDEX ${name} ON ${tableOf(upload)} (${expression})`);
    this.#sql.exec("INSERT INTO indexes (name, upload, used) VALUES (?, ?, ?)", name, upload, used);
  }

  #nextId(upload: string): number {
    return this.#sql.exec<{ id: number }>("SELECT next_id AS id FROM uploads WHERE name = ?", upload).one().id;
  }
}

/** Throws for a name that `newUpload` did not make: it stands in statements. */
export function tableOf(upload: string): string {
  if (!/^[0-9a-z]{1,40}$/.test(upload)) throw new Error("This is not an upload name.");
  return `rows_${upload}`;
}

/** A text as searches compare it. */
export function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** SQLite compares without case within ASCII alone; a row with other letters is kept folded as well. */
function foldedOf(cells: string): string | null {
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  if (/^[\u0000-\u007f]*$/.test(cells)) return null;
  const folded = fold(cells);
  return folded === cells ? null : folded;
}
