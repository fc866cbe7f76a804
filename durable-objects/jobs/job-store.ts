/** The statements on the tables of a Jobs object. Nothing here decides. */
import type { JobId, RunId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { ItemState, JobItem, JobKind, JobOrder, JobReport, Reason } from "../protocols/jobs.ts";

export interface Job {
  readonly id: JobId;
  readonly state: JobReport["state"];
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly order: JobReport["order"];
  /** The start of the next page of its selection; null for the first page. */
  readonly cursor: string | null;
  readonly total: number;
  readonly more: boolean;
  /** When the next run may start, and when started runs are checked. */
  readonly nextAt: number;
  readonly followAt: number;
}

export interface Item {
  readonly n: number;
  readonly runId: RunId;
  readonly newRunId: RunId;
  readonly tries: number;
}

/** The result of an item. */
export interface Settled {
  readonly state: ItemState;
  readonly begun: boolean;
  readonly reason?: Reason;
  readonly finding?: Finding;
}

export type Finding = Pick<JobItem, "before" | "after" | "changes" | "cut">;

const active = "('gathering', 'running')";

export class JobStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS jobs (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        ended_at INTEGER,
        job_order TEXT NOT NULL,
        flow TEXT,
        cursor TEXT,
        total INTEGER NOT NULL DEFAULT 0,
        more INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER NOT NULL DEFAULT 0,
        follow_at INTEGER NOT NULL DEFAULT 0,
        idempotency_key TEXT,
        idempotency_body TEXT
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS items (
        job TEXT NOT NULL,
        n INTEGER NOT NULL,
        run TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        -- Chosen before it is used, so that a run that was begun just before a crash is known by its id.
        new_run TEXT NOT NULL,
        state TEXT NOT NULL,
        -- Whether the new run was begun.
        begun INTEGER NOT NULL DEFAULT 0,
        tries INTEGER NOT NULL DEFAULT 0,
        code TEXT,
        reason TEXT,
        finding TEXT,
        PRIMARY KEY (job, n)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS items_state ON items (job, state, n, code);
    `);
  }

  insert(id: JobId, given: JobOrder, now: number, idempotency?: { readonly key: string; readonly body: string }): void {
    const { flow, ...order } = { flow: undefined, ...given };
    this.#sql.exec(
      `INSERT INTO jobs (id, kind, state, created_at, job_order, flow, idempotency_key, idempotency_body)
       VALUES (?, ?, 'held', ?, ?, ?, ?, ?)`,
      id,
      order.kind,
      now,
      JSON.stringify(order),
      flow ? JSON.stringify(flow) : null,
      idempotency?.key ?? null,
      idempotency?.body ?? null,
    );
  }

  /** The job that a key made since, and what came with it. */
  findByKey(key: string, since: number): { job: Job; body: string } | undefined {
    const row = this.#sql
      .exec<JobRow & { idempotency_body: string | null }>(
        `SELECT ${columns}, idempotency_body FROM jobs WHERE idempotency_key = ? AND created_at > ?`,
        key,
        since,
      )
      .toArray()[0];
    return row && { job: jobOf(row), body: row.idempotency_body ?? "" };
  }

  /** The flow that a replay tries. */
  flowOf(id: string): FlowDocument {
    // A replay has one, and `insert` wrote it.
    return JSON.parse(this.#sql.exec<{ flow: string }>("SELECT flow FROM jobs WHERE id = ?", id).one().flow) as FlowDocument;
  }

  /** What is left out of a replay's comparison. */
  leaveOutOf(id: string): readonly string[] {
    const { paths } = this.#sql
      .exec<{ paths: string | null }>("SELECT job_order -> '$.leaveOut' AS paths FROM jobs WHERE id = ?", id)
      .one();
    return JSON.parse(paths ?? "[]") as string[]; // Only `insert` and `setLeaveOut` write it.
  }

  setLeaveOut(id: string, paths: readonly string[]): void {
    this.#sql.exec("UPDATE jobs SET job_order = json_set(job_order, '$.leaveOut', json(?)) WHERE id = ?", JSON.stringify(paths), id);
  }

  find(kind: JobKind, id: string): Job | undefined {
    const row = this.#sql.exec<JobRow>(`SELECT ${columns} FROM jobs WHERE id = ? AND kind = ?`, id, kind).toArray()[0];
    return row && jobOf(row);
  }

  list(kind: JobKind, limit: number, after: string | undefined): Job[] {
    const rows = this.#sql.exec<JobRow>(
      `SELECT ${columns} FROM jobs WHERE kind = ?1 AND state <> 'held' AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3`,
      kind,
      after ?? null,
      limit,
    );
    return Array.from(rows, jobOf);
  }

  /** Those that have something to do: also cancelled ones whose runs are looked after. */
  active(): Job[] {
    const statement = `SELECT ${columns} FROM jobs WHERE state IN ${active} OR (state = 'cancelled' AND follow_at > 0) ORDER BY id`;
    return Array.from(this.#sql.exec<JobRow>(statement), jobOf);
  }

  /** How many still start runs, or are about to: waiting for runs to finish is not work. */
  countBusy(heldSince: number): number {
    const hasPending = "EXISTS (SELECT 1 FROM items WHERE job = jobs.id AND items.state = 'pending')";
    const statement = `SELECT count(*) AS n FROM jobs
      WHERE state = 'gathering' OR (state = 'running' AND ${hasPending}) OR (state = 'held' AND created_at > ?)`;
    return this.#sql.exec<{ n: number }>(statement, heldSince).one().n;
  }

  begin(id: string, now: number): void {
    this.#sql.exec("UPDATE jobs SET state = 'gathering', next_at = ?, follow_at = ? WHERE id = ? AND state = 'held'", now, now, id);
  }

  /** Whether it was not over before. */
  end(id: string, state: "done" | "cancelled", now: number): boolean {
    return this.#sql.exec(`UPDATE jobs SET state = ?, ended_at = ? WHERE id = ? AND state IN ${active}`, state, now, id).rowsWritten > 0;
  }

  /** A replay that was done goes on. */
  reopen(id: string): void {
    this.#sql.exec("UPDATE jobs SET state = 'running', ended_at = NULL WHERE id = ? AND state = 'done'", id);
  }

  /** The runs that a job started need not be followed any more. */
  leave(id: string): void {
    this.#sql.exec("UPDATE jobs SET follow_at = 0 WHERE id = ?", id);
  }

  /** Whether the job is still at work: others may have ended it while something was waited for. */
  isActive(id: string): boolean {
    return this.#sql.exec(`SELECT 1 FROM jobs WHERE id = ? AND state IN ${active}`, id).toArray().length > 0;
  }

  addItems(job: Job, rows: readonly { readonly row: RunRow; readonly newRunId: RunId }[]): void {
    rows.forEach(({ row, newRunId }, index) => {
      this.#sql.exec(
        "INSERT INTO items (job, n, run, started_at, new_run, state) VALUES (?, ?, ?, ?, ?, 'pending')",
        job.id,
        job.total + index,
        row.runId,
        row.startedAt,
        newRunId,
      );
    });
  }

  /** `cursor` null: the selection is gathered. */
  gathered(id: string, total: number, cursor: string | null, more: boolean): void {
    const state = cursor === null ? "running" : "gathering";
    this.#sql.exec("UPDATE jobs SET state = ?, total = ?, cursor = ?, more = ? WHERE id = ?", state, total, cursor, Number(more), id);
  }

  setTimes(id: string, nextAt: number, followAt: number): void {
    this.#sql.exec("UPDATE jobs SET next_at = ?, follow_at = ? WHERE id = ?", nextAt, followAt, id);
  }

  /** The first items in a state; the last ones, the oldest runs, where they are wanted first. */
  itemsIn(id: string, state: ItemState, limit: number, order: "ASC" | "DESC"): Item[] {
    const rows = this.#sql.exec<{ n: number; run: string; new_run: string; tries: number }>(
      `SELECT n, run, new_run, tries FROM items WHERE job = ? AND state = ? ORDER BY n ${order} LIMIT ?`,
      id,
      state,
      limit,
    );
    // Only `addItems` writes these columns.
    return Array.from(rows, ({ n, run, new_run: newRun, tries }) => ({ n, runId: run as RunId, newRunId: newRun as RunId, tries }));
  }

  settle(id: string, n: number, { state, begun, reason, finding }: Settled): void {
    this.#sql.exec(
      "UPDATE items SET state = ?, begun = ?, code = ?, reason = ?, finding = ? WHERE job = ? AND n = ?",
      state,
      Number(begun),
      reason?.code ?? null,
      reason ? JSON.stringify(reason) : null,
      finding ? JSON.stringify(finding) : null,
      id,
      n,
    );
  }

  /** Settles an item, or counts a try that came to nothing. */
  settleOrCount(id: string, n: number, settled: Settled | undefined): void {
    if (settled) this.settle(id, n, settled);
    else this.#sql.exec("UPDATE items SET tries = tries + 1 WHERE job = ? AND n = ?", id, n);
  }

  /** The runs of a replay that ended as they had, with the paths of the changes that were kept. */
  endedAlike(id: string): { n: number; state: ItemState; paths: readonly string[] }[] {
    const rows = this.#sql.exec<{ n: number; state: string; paths: string }>(
      `SELECT n, state, (SELECT json_group_array(value ->> '$.path') FROM json_each(finding, '$.changes')) AS paths
       FROM items WHERE job = ? AND state IN ('same', 'outputDiffers')`,
      id,
    );
    return Array.from(rows, ({ n, state, paths }) => ({ n, state: state as ItemState, paths: JSON.parse(paths) as string[] }));
  }

  setState(id: string, n: number, state: ItemState): void {
    this.#sql.exec("UPDATE items SET state = ? WHERE job = ? AND n = ?", state, id, n);
  }

  counts(id: string): Partial<Record<ItemState, number>> {
    const rows = this.#sql.exec<{ state: string; n: number }>("SELECT state, count(*) AS n FROM items WHERE job = ? GROUP BY state", id);
    return Object.fromEntries(Array.from(rows, ({ state, n }) => [state, n]));
  }

  reasons(id: string): { code: string; message: string; count: number }[] {
    const rows = this.#sql.exec<{ code: string; reason: string; n: number }>(
      `SELECT code, max(reason) AS reason, count(*) AS n FROM items
       WHERE job = ? AND state IN ('refused', 'notComparable') AND code IS NOT NULL GROUP BY code ORDER BY n DESC, code`,
      id,
    );
    return Array.from(rows, ({ code, reason, n }) => ({ code, message: (JSON.parse(reason) as Reason).message, count: n }));
  }

  /** Items of these states in the order of work, behind `after`, with their numbers. */
  page(id: string, states: readonly ItemState[] | undefined, order: "ASC" | "DESC", limit: number, after: number | undefined) {
    const behind = after === undefined ? "" : `AND n ${order === "ASC" ? ">" : "<"} ${Math.trunc(after)}`;
    const rows = this.#sql.exec<ItemRow>(
      `SELECT n, run, started_at, new_run, state, begun, reason, finding FROM items
       WHERE job = ?1 AND (?2 IS NULL OR state IN (SELECT value FROM json_each(?2))) ${behind} ORDER BY n ${order} LIMIT ?3`,
      id,
      states ? JSON.stringify(states) : null,
      limit,
    );
    return Array.from(rows, (row) => ({ n: row.n, item: itemOf(row) }));
  }

  /** Deletes jobs that were created before a time and never started, and finished jobs beyond the limit. */
  forget(before: number, heldBefore: number, keep: number): void {
    const old = this.#sql.exec<{ id: string }>(
      `SELECT id FROM jobs WHERE created_at < ?1 OR (state = 'held' AND created_at < ?2)
       UNION SELECT id FROM (SELECT id FROM jobs WHERE state NOT IN ${active} ORDER BY id DESC LIMIT -1 OFFSET ?3)`,
      before,
      heldBefore,
      keep,
    );
    for (const { id } of old.toArray()) {
      this.#sql.exec("DELETE FROM items WHERE job = ?", id);
      this.#sql.exec("DELETE FROM jobs WHERE id = ?", id);
    }
  }

  isEmpty(): boolean {
    return this.#sql.exec("SELECT 1 FROM jobs LIMIT 1").toArray().length === 0;
  }
}

const columns = "id, state, created_at, ended_at, job_order, cursor, total, more, next_at, follow_at";

type JobRow = {
  id: string;
  state: string;
  created_at: number;
  ended_at: number | null;
  job_order: string;
  cursor: string | null;
  total: number;
  more: number;
  next_at: number;
  follow_at: number;
};

/** The casts are true because only the methods above write these columns. */
function jobOf(row: JobRow): Job {
  return {
    id: row.id as JobId,
    state: row.state as Job["state"],
    createdAt: row.created_at,
    endedAt: row.ended_at,
    order: JSON.parse(row.job_order) as Job["order"],
    cursor: row.cursor,
    total: row.total,
    more: row.more !== 0,
    nextAt: row.next_at,
    followAt: row.follow_at,
  };
}

type ItemRow = {
  n: number;
  run: string;
  started_at: number;
  new_run: string;
  state: string;
  begun: number;
  reason: string | null;
  finding: string | null;
};

const noFinding: Finding = { before: null, after: null, changes: [], cut: false };

function itemOf(row: ItemRow): JobItem {
  const state = row.state as ItemState;
  const finding = row.finding === null ? noFinding : (JSON.parse(row.finding) as Finding);
  return {
    runId: row.run as RunId,
    startedAt: row.started_at,
    newRunId: row.begun === 0 ? null : (row.new_run as RunId),
    state,
    reason: row.reason === null ? null : (JSON.parse(row.reason) as Reason),
    ...finding,
  };
}
