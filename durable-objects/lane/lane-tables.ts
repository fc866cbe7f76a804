import { addColumn } from "../add-column.ts";

/**
 * A lane's tables. The journal is the truth of a run; the `runs` row is its head: enough to answer a poll and to know
 * when the run must be looked at again, without reading the journal.
 */
export function createTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS runs (
      id TEXT PRIMARY KEY,
      mode TEXT NOT NULL,
      status TEXT NOT NULL,
      workflow TEXT NOT NULL,
      version TEXT NOT NULL,
      deployment TEXT NOT NULL,
      request TEXT NOT NULL,
      input TEXT NOT NULL,
      warnings TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      deadline_at INTEGER,
      ended_at INTEGER,
      result TEXT,
      -- When the run must be taken up: 0 = it is being worked on (or was, when the lane died), NULL = not by itself.
      wake_at INTEGER,
      crashes INTEGER NOT NULL DEFAULT 0,
      rerun_of TEXT,
      -- What began it: "API", "Schedule" or "Event", and its name.
      type TEXT NOT NULL DEFAULT 'API',
      source TEXT NOT NULL DEFAULT '',
      nodes INTEGER NOT NULL DEFAULT 0,
      -- The entries of a run that ended in its first commit: one row to write in place of two.
      journal TEXT,
      -- The deployment that froze what it runs, where that is not the run's own.
      plan TEXT,
      -- By the rules of which revision of the engine its journal is folded.
      revision INTEGER NOT NULL DEFAULT 1,
      -- "working", "queued" (stored, and begun when there is room), "parked" (waits, and is not in memory) or "over".
      state TEXT NOT NULL DEFAULT 'over'
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS runs_wake ON runs (wake_at) WHERE wake_at IS NOT NULL;
    CREATE TABLE IF NOT EXISTS journal (
      run TEXT NOT NULL,
      -- The number of the row's first entry; what one commit wrote stands in one row.
      seq INTEGER NOT NULL,
      entries TEXT NOT NULL,
      PRIMARY KEY (run, seq)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS blobs (
      run TEXT NOT NULL,
      name TEXT NOT NULL,
      piece INTEGER NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (run, name, piece)
    );
    CREATE TABLE IF NOT EXISTS idempotency (
      key TEXT PRIMARY KEY,
      body TEXT NOT NULL,
      run TEXT NOT NULL,
      expires_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS idempotency_expires ON idempotency (expires_at);
    CREATE TABLE IF NOT EXISTS outbox (
      run TEXT PRIMARY KEY,
      state TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      due_at INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
    CREATE TABLE IF NOT EXISTS deliveries (
      run TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      delivery TEXT NOT NULL,
      PRIMARY KEY (run, attempt)
    ) WITHOUT ROWID;
    -- Changes that the workflow's Monitor may not know yet: run ids, a JSON array for what one transaction changed.
    CREATE TABLE IF NOT EXISTS feed (seq INTEGER PRIMARY KEY, runs TEXT NOT NULL);
    -- What test runs run; no version holds it.
    CREATE TABLE IF NOT EXISTS drafts (version TEXT PRIMARY KEY, draft TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `);
  addColumn(sql, "runs", "rerun_of", "TEXT");
  addColumn(sql, "runs", "type", "TEXT NOT NULL DEFAULT 'API'");
  addColumn(sql, "runs", "source", "TEXT NOT NULL DEFAULT ''");
  addColumn(sql, "runs", "nodes", "INTEGER NOT NULL DEFAULT 0");
  addColumn(sql, "runs", "journal", "TEXT");
  addColumn(sql, "runs", "plan", "TEXT");
  addColumn(sql, "runs", "revision", "INTEGER NOT NULL DEFAULT 1");
  // Before there was a state, every run that was not over had a time; an index finds these few.
  if (addColumn(sql, "runs", "state", "TEXT NOT NULL DEFAULT 'over'")) {
    sql.exec("UPDATE runs SET state = CASE wake_at WHEN 0 THEN 'working' ELSE 'parked' END WHERE wake_at IS NOT NULL");
  }
  sql.exec("CREATE INDEX IF NOT EXISTS runs_open ON runs (state) WHERE state <> 'over'");
}
