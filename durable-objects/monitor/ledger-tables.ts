import { addColumn } from "../add-column.ts";
import type { LedgerKind } from "./ledger-kind.ts";

/**
 * The tables of one ledger. Rows that agree in all columns with few values share a facet; counts and response times are
 * rolled up for each facet and piece of time in the transaction that writes the rows, so that they never disagree.
 */
export function createLedger(sql: SqlStorage, { name }: Pick<LedgerKind<unknown>, "name">): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS ${name} (
      -- When it began, and its number among those that began in the same moment: see place.ts.
      n INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      run TEXT,
      -- The number of its last change; 0 when it is over, since nothing can change it any more.
      change INTEGER NOT NULL,
      facet INTEGER NOT NULL,
      duration INTEGER,
      nodes INTEGER NOT NULL,
      message INTEGER,
      more TEXT
    );
    -- Every index ends with n, so each is in the order of the start too.
    CREATE INDEX IF NOT EXISTS ${name}_facet ON ${name} (facet);
    CREATE INDEX IF NOT EXISTS ${name}_duration ON ${name} (facet, duration) WHERE duration IS NOT NULL;
    CREATE INDEX IF NOT EXISTS ${name}_message ON ${name} (message, facet, duration) WHERE message IS NOT NULL;
    CREATE INDEX IF NOT EXISTS ${name}_run ON ${name} (run) WHERE run IS NOT NULL;
    CREATE TABLE IF NOT EXISTS ${name}_facets (id INTEGER PRIMARY KEY, facet TEXT NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS ${name}_messages (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL UNIQUE,
      -- In small letters, where the database does not know how to make them: it knows those of ASCII.
      small TEXT
    );
    CREATE TABLE IF NOT EXISTS ${name}_lanes (number INTEGER PRIMARY KEY, prefix TEXT NOT NULL UNIQUE, since INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS ${name}_rollups (
      -- Level or lane, piece of time and facet in one number: see rollups.ts.
      key INTEGER PRIMARY KEY,
      count INTEGER NOT NULL,
      sketch BLOB
    );
  `);
  addColumn(sql, `${name}_messages`, "small", "TEXT");
}
