/** The statements on a lane's tables. Nothing here decides; every method is one or two statements. */
import { engineRevision } from "#flow/engine/revision.ts";
import type { DeploymentId, RunId, VersionId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { RunType } from "#flow/monitoring/run-row.ts";
import type { RunMode, RunStatus, RunWarning } from "../protocols/run.ts";
import type { RunHead, RunProgress, RunState } from "../run/run-head.ts";
import type { RunStorage } from "../run/run-lane.ts";
import { createTables } from "./lane-tables.ts";

/** `wasWorking`: it was in memory when it was last written. Where it is not there now, the lane died in between. */
export interface DueRun {
  readonly id: RunId;
  readonly wasWorking: boolean;
}

export class LaneStore implements RunStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    createTables(sql);
  }

  /** `entries` is the whole journal of a run that has already finished. */
  insertRun(head: RunHead, input: string, progress: RunProgress, entries: string | null): void {
    this.#sql.exec(
      `INSERT INTO runs (id, mode, status, workflow, version, deployment, request, input, warnings, started_at, deadline_at, ended_at, result, wake_at, rerun_of,
         type, source, nodes, journal, plan, revision, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      head.id,
      head.mode,
      progress.status,
      head.workflowId,
      head.versionId,
      head.deploymentId,
      head.requestId,
      input,
      JSON.stringify(head.warnings),
      head.startedAt,
      head.deadlineAt,
      progress.endedAt,
      this.#keepResult(head.id, progress.result),
      progress.wakeAt,
      head.rerunOf,
      head.type,
      head.source,
      progress.nodesExecuted,
      entries,
      head.planId === head.deploymentId ? null : head.planId,
      head.revision,
      progress.state,
    );
  }

  /** A run that makes progress is not a suspect any more: its count of crashes restarts. */
  updateRun(id: RunId, progress: RunProgress): void {
    this.#sql.exec(
      "UPDATE runs SET status = ?, state = ?, wake_at = ?, ended_at = ?, result = ?, nodes = ?, crashes = 0 WHERE id = ?",
      progress.status,
      progress.state,
      progress.wakeAt,
      progress.endedAt,
      this.#keepResult(id, progress.result),
      progress.nodesExecuted,
      id,
    );
  }

  countCrash(id: RunId): number {
    return this.#sql.exec<{ crashes: number }>("UPDATE runs SET crashes = crashes + 1 WHERE id = ? RETURNING crashes", id).one().crashes;
  }

  findRun(id: RunId): RunHead | undefined {
    const row = this.#sql.exec<RunRow>(`SELECT ${headColumns} FROM runs WHERE id = ?`, id).toArray()[0];
    return row && headOf(row.result === storedApart ? { ...row, result: this.readBlob(id, "result") } : row);
  }

  /** The results of those runs that have finished. */
  endsOf(ids: readonly RunId[]): Record<RunId, RunStatus> {
    const ended = "SELECT id, status FROM runs WHERE id IN (SELECT value FROM json_each(?)) AND ended_at IS NOT NULL";
    const rows = this.#sql.exec<{ id: string; status: string }>(ended, JSON.stringify(ids));
    // Only `insertRun` and `updateRun` write these columns.
    return Object.fromEntries(Array.from(rows, ({ id, status }) => [id, status])) as Record<RunId, RunStatus>;
  }

  inputOf(id: RunId): string {
    return this.#sql.exec<{ input: string }>("SELECT input FROM runs WHERE id = ?", id).one().input;
  }

  /**
   * At most `limit` runs that must be in memory at `now`, those in progress first. Runs of a newer build that was
   * rolled back stay unchanged until it returns, because this build does not know their rules.
   */
  dueRuns(now: number, limit: number): DueRun[] {
    const rows = this.#sql.exec<{ id: string; wake_at: number }>(
      "SELECT id, wake_at FROM runs WHERE wake_at <= ? AND revision <= ? ORDER BY wake_at, id LIMIT ?",
      now,
      engineRevision,
      limit,
    );
    return [...rows].map((row) => ({ id: row.id as RunId, wasWorking: row.wake_at === 0 }));
  }

  /** Stored runs that are queued or parked and are due. */
  countWaiting(now: number): number {
    return this.#sql
      .exec<{ n: number }>("SELECT count(*) AS n FROM runs WHERE wake_at > 0 AND wake_at <= ? AND revision <= ?", now, engineRevision)
      .one().n;
  }

  /** Undefined where there is no such run. */
  stateOf(id: RunId): RunState | undefined {
    // Only `insertRun`, `updateRun` and the upgrade of the table write it.
    return this.#sql.exec<{ state: string }>("SELECT state FROM runs WHERE id = ?", id).toArray()[0]?.state as RunState | undefined;
  }

  unfinishedRuns(): RunId[] {
    return [...this.#sql.exec<{ id: string }>("SELECT id FROM runs WHERE state <> 'over'")].map((row) => row.id as RunId);
  }

  /** When the next run or delivery is due, 0 for a run in progress; null if nothing waits. */
  nextWake(): number | null {
    return this.#sql
      .exec<{ at: number | null }>(
        "SELECT min(at) AS at FROM (SELECT min(wake_at) AS at FROM runs WHERE wake_at IS NOT NULL AND revision <= ? UNION ALL SELECT min(due_at) FROM outbox WHERE due_at IS NOT NULL)",
        engineRevision,
      )
      .one().at;
  }

  appendEntries(id: RunId, seq: number, entries: string): void {
    this.#sql.exec("INSERT INTO journal (run, seq, entries) VALUES (?, ?, ?)", id, seq, entries);
  }

  /** The journal's rows: each the number of its first entry and a JSON array. */
  journal(id: RunId): { seq: number; entries: string }[] {
    const whole = this.#sql.exec<{ journal: string | null }>("SELECT journal FROM runs WHERE id = ?", id).toArray()[0]?.journal;
    if (whole) return [{ seq: 0, entries: whole }];
    return this.#sql.exec<{ seq: number; entries: string }>("SELECT seq, entries FROM journal WHERE run = ? ORDER BY seq", id).toArray();
  }

  addNote(seq: number, runs: string): void {
    this.#sql.exec("INSERT INTO feed (seq, runs) VALUES (?, ?)", seq, runs);
  }

  /** The oldest notes for the Monitor. */
  notes(limit: number): { seq: number; runs: string }[] {
    return this.#sql.exec<{ seq: number; runs: string }>("SELECT seq, runs FROM feed ORDER BY seq LIMIT ?", limit).toArray();
  }

  /** The number of the newest note, 0 where there is none. */
  lastNote(): number {
    return this.#sql.exec<{ seq: number | null }>("SELECT max(seq) AS seq FROM feed").one().seq ?? 0;
  }

  forgetNotes(upTo: number): void {
    this.#sql.exec("DELETE FROM feed WHERE seq <= ?", upTo);
  }

  writeDraft(versionId: VersionId, draft: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO drafts (version, draft) VALUES (?, ?)", versionId, draft);
  }

  findDraft(versionId: VersionId): string | undefined {
    return this.#sql.exec<{ draft: string }>("SELECT draft FROM drafts WHERE version = ?", versionId).toArray()[0]?.draft;
  }

  writeBlob(id: RunId, name: string, text: string): void {
    for (let at = 0, piece = 0; at < text.length || piece === 0; piece++) {
      const end = pieceEnd(text, at);
      this.#sql.exec("INSERT OR REPLACE INTO blobs (run, name, piece, text) VALUES (?, ?, ?, ?)", id, name, piece, text.slice(at, end));
      at = end;
    }
  }

  readBlob(id: RunId, name: string): string {
    const rows = this.#sql.exec<{ text: string }>("SELECT text FROM blobs WHERE run = ? AND name = ? ORDER BY piece", id, name);
    return [...rows].map((row) => row.text).join("");
  }

  fact(name: string): string | undefined {
    return this.#sql.exec<{ value: string }>("SELECT value FROM facts WHERE name = ?", name).toArray()[0]?.value;
  }

  setFact(name: string, value: string | undefined): void {
    if (value === undefined) this.#sql.exec("DELETE FROM facts WHERE name = ?", name);
    else this.#sql.exec("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", name, value);
  }

  /**
   * Looks at `limit` runs after the id `after`. Deletes those that finished before `endedBefore` and have no pending
   * delivery, with all their data. Returns the last id if later runs may be old too; null if all later runs started
   * after that time. Ids increase with the start; every run would have to maintain an index on the end. Must be called
   * within a transaction.
   */
  forgetRuns(endedBefore: number, after: string, limit: number): string | null {
    const looked = this.#sql
      .exec<{ id: string; started_at: number; is_old: number }>(
        `SELECT id, started_at, ended_at < ? AND NOT EXISTS (SELECT 1 FROM outbox WHERE run = runs.id AND due_at IS NOT NULL) AS is_old
         FROM runs WHERE id > ? ORDER BY id LIMIT ?`,
        endedBefore,
        after,
        limit,
      )
      .toArray();
    const old = looked.filter(({ is_old }) => is_old === 1);
    for (const { id } of old) {
      for (const table of ["journal", "blobs", "outbox", "deliveries"]) this.#sql.exec(`DELETE FROM ${table} WHERE run = ?`, id);
      this.#sql.exec("DELETE FROM runs WHERE id = ?", id);
    }
    if (old.length > 0) this.#sql.exec("DELETE FROM drafts WHERE version NOT IN (SELECT version FROM runs)");
    const last = looked.at(-1);
    return looked.length === limit && last!.started_at < endedBefore ? last!.id : null;
  }

  /** A large result goes apart: a row holds 2 MB. */
  #keepResult(id: RunId, result: string | null): string | null {
    if (result === null || result.length <= limits.spillBytes) return result;
    this.writeBlob(id, "result", result);
    return storedApart;
  }

  /** The workflow whose runs these are; undefined while there are none. */
  workflowOf(): WorkflowId | undefined {
    return this.#sql.exec<{ workflow: string }>("SELECT workflow FROM runs LIMIT 1").toArray()[0]?.workflow as WorkflowId | undefined;
  }

  isEmpty(): boolean {
    return this.#sql.exec<{ n: number }>("SELECT EXISTS (SELECT 1 FROM runs) AS n").one().n === 0;
  }
}

/** A piece never ends inside a surrogate pair: half of one would not survive storage as UTF-8. */
function pieceEnd(text: string, from: number): number {
  // A UTF-16 unit becomes at most three bytes.
  const end = Math.min(text.length, from + Math.floor(limits.blobPieceBytes / 3));
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** Stands for a result that is kept as a blob. */
const storedApart = "";

const headColumns =
  "id, mode, status, workflow, version, deployment, request, warnings, started_at, deadline_at, ended_at, result, crashes, rerun_of, type, source, nodes, plan, revision";

type RunRow = {
  id: string;
  mode: string;
  status: string;
  workflow: string;
  version: string;
  deployment: string;
  request: string;
  warnings: string;
  started_at: number;
  deadline_at: number | null;
  ended_at: number | null;
  result: string | null;
  crashes: number;
  rerun_of: string | null;
  type: string;
  source: string;
  nodes: number;
  plan: string | null;
  revision: number;
};

/** The casts are true because only `insertRun` and `updateRun` write these columns. */
function headOf(row: RunRow): RunHead {
  return {
    id: row.id as RunId,
    mode: row.mode as RunMode,
    status: row.status as RunStatus,
    workflowId: row.workflow as WorkflowId,
    versionId: row.version as VersionId,
    deploymentId: row.deployment as DeploymentId,
    planId: (row.plan ?? row.deployment) as DeploymentId,
    revision: row.revision,
    requestId: row.request,
    warnings: JSON.parse(row.warnings) as RunWarning[],
    startedAt: row.started_at,
    deadlineAt: row.deadline_at,
    endedAt: row.ended_at,
    result: row.result,
    crashes: row.crashes,
    rerunOf: row.rerun_of as RunId | null,
    type: row.type as RunType,
    source: row.source,
    nodesExecuted: row.nodes,
  };
}
