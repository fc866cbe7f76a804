/** The object that lists and measures the runs of one workflow. Management reaches it through its context. */
import type { WorkflowId } from "#flow/ids.ts";
import type { MonitorProtocol } from "#objects/protocols/monitor.ts";
import type { Env } from "./env.ts";

export type MonitorAccess = Omit<MonitorProtocol, "record"> & {
  fetch(address: string, init: RequestInit): Promise<Response>;
};

export function monitorOf({ MONITOR }: Pick<Env, "MONITOR">, workflowId: WorkflowId): MonitorAccess {
  return MONITOR.getByName(workflowId);
}
