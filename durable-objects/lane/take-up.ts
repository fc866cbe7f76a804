/**
 * Resumes runs from storage: those that are due, and those that were in progress when the lane crashed.
 *
 * Only a script can crash the lane. After a crash, runs that were in a script continue one at a time, and each is named
 * in storage before it starts. If the lane crashes again, that name identifies the cause; after three times in a row
 * the run fails. Other runs are not counted.
 */
import { errors } from "#flow/problems/errors.ts";
import type { RunId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { DueRun, LaneStore } from "./lane-store.ts";
import type { LiveRun } from "../run/live-run.ts";

export const undeployedMessage = "The workflow was undeployed during the run.";

interface TakeUpPorts {
  readonly store: LaneStore;
  readonly storage: DurableObjectStorage;
  /** Brings a run into memory without starting it; undefined where it is there already or over. */
  load(runId: RunId): Promise<LiveRun | undefined>;
  isDeployed(workflowId: WorkflowId): Promise<boolean>;
}

export class TakeUp {
  readonly #ports: TakeUpPorts;
  /** The run that was being tried when the lane last died. */
  #culprit: string | undefined;
  #suspects: Promise<void> = Promise.resolve();

  constructor(ports: TakeUpPorts) {
    this.#ports = ports;
    this.#culprit = ports.store.fact("suspect");
  }

  async takeUp({ id, wasWorking }: DueRun): Promise<void> {
    const run = await this.#ports.load(id);
    if (!run) return;
    // The server may have stopped after an undeploy was written and before this lane was notified.
    if (run.head.deploymentId !== "" && !(await this.#ports.isDeployed(run.head.workflowId))) {
      run.stop({ code: "undeployed", message: undeployedMessage, suggestion: errors.undeployed.suggestion });
      return;
    }
    if (!wasWorking) return run.resume(false);
    if (run.head.mode === "sync") {
      run.stop({ code: "run_interrupted", message: "The server stopped during the run." });
      return;
    }
    if (id === this.#culprit) {
      this.#culprit = undefined;
      if (this.#ports.store.countCrash(id) >= limits.maxRunCrashes) {
        run.stop({
          code: "run_crashed",
          message: `The server crashed ${limits.maxRunCrashes} times in a row while running a script of this run.`,
        });
        return;
      }
    }
    if (!run.hasComputation) return run.resume(true);
    this.#suspects = this.#suspects.then(() => this.#tryAlone(run));
  }

  async #tryAlone(run: LiveRun): Promise<void> {
    this.#ports.store.setFact("suspect", run.head.id);
    await this.#ports.storage.sync();
    run.resume(true);
    await run.leftComputation();
    this.#ports.store.setFact("suspect", undefined);
  }
}
