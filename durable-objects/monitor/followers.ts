/**
 * Followers of a workflow's runs, apart from the people who view its lists: the account's dashboard, its exporter, and
 * alerts. The Monitor passes them rows in the transaction that stores the rows, and calls them when they are due. Their
 * errors never reach the Monitor: a follower is tried again later.
 */
import type { WorkflowId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { ObjectsEnv } from "../env.ts";
import type { AlertStanding } from "../protocols/alerts.ts";
import { AlertFollower } from "./alert-follower.ts";
import { ExportFollower } from "./export-follower.ts";
import { RollupFollower } from "./rollup-follower.ts";
import type { Ledger } from "./ledger.ts";

interface FollowerPorts {
  readonly storage: DurableObjectStorage;
  readonly env: ObjectsEnv;
  readonly ledger: Ledger<RunRow>;
  /** Asks to be called (`due`) at this time, or before. */
  wake(at: number): void;
}

const againMs = 5_000;

export class Followers {
  readonly #ports: FollowerPorts;
  readonly #rollups: RollupFollower;
  readonly #exports: ExportFollower;
  readonly alerts: AlertFollower;
  #workflowId: WorkflowId | undefined;

  constructor(ports: FollowerPorts) {
    const { sql } = ports.storage;
    this.#ports = ports;
    sql.exec("CREATE TABLE IF NOT EXISTS follow_facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
    this.#workflowId = sql.exec<{ value: string }>("SELECT value FROM follow_facts WHERE name = 'workflow'").toArray()[0]?.value as
      | WorkflowId
      | undefined;
    this.#rollups = new RollupFollower(sql, ports.ledger);
    this.#exports = new ExportFollower(sql);
    this.alerts = new AlertFollower(ports.storage, (at) => ports.wake(at));
  }

  /** Undefined before the first row. */
  get workflowId(): WorkflowId | undefined {
    return this.#workflowId;
  }

  /** Rows that are new or other than before. To be called within the transaction that takes them in. */
  recorded(workflowId: WorkflowId, rows: readonly RunRow[]): void {
    if (rows.length === 0) return;
    this.#know(workflowId);
    const now = Date.now();
    this.#wake(this.#rollups.recorded(rows, now));
    this.#wake(this.#exports.recorded(rows, now));
    this.#wake(this.alerts.recorded(rows, now));
  }

  /** Does what is due. To be called by the Monitor's alarm; never throws. */
  async due(now: number): Promise<void> {
    const { env } = this.#ports;
    const workflowId = this.#workflowId;
    if (workflowId === undefined) return;
    await Promise.all([
      this.#tried("rollups", () => this.#rollups.due(env.DB, workflowId, now)),
      this.#tried("exports", () => this.#exports.due(env, workflowId, now)),
      this.#tried("alerts", () => this.alerts.due(env, workflowId, now)),
    ]);
  }

  /** Deletes data that started before `floor`. Never throws: it is called again within the hour. */
  async forget(now: number, floor: number): Promise<void> {
    const workflowId = this.#workflowId;
    if (workflowId === undefined) return;
    await this.#tried("rollups", async () => {
      await this.#rollups.forget(this.#ports.env.DB, workflowId, now, floor);
      return null;
    });
  }

  /** Reads the alert rules again. */
  async alertsChanged(workflowId: WorkflowId): Promise<void> {
    this.#know(workflowId);
    this.#wake(await this.alerts.read(this.#ports.env, workflowId));
  }

  /** The states of the rules; read again if the notice of a change may have been lost. */
  async alertStandings(workflowId: WorkflowId): Promise<readonly AlertStanding[]> {
    if (!this.alerts.isFresh) await this.alertsChanged(workflowId);
    return this.alerts.standings();
  }

  async #tried(what: string, work: () => Promise<number | null>): Promise<void> {
    try {
      this.#wake(await work());
    } catch (error) {
      console.error(`the ${what} of a Monitor failed and are retried`, error);
      this.#wake(Date.now() + againMs);
    }
  }

  #wake(at: number | null): void {
    if (at !== null) this.#ports.wake(at);
  }

  #know(workflowId: WorkflowId): void {
    if (this.#workflowId === workflowId) return;
    this.#workflowId = workflowId;
    this.#ports.storage.sql.exec("INSERT OR REPLACE INTO follow_facts (name, value) VALUES ('workflow', ?)", workflowId);
  }
}
