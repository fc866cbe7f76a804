import { type Signal, signal } from "@preact/signals";

const keys = new Map<string, Signal<string>>();

/** The API key with which the page calls a workflow. In memory only: a reload loses it. */
export function keyInMemory(workflowId: string): Signal<string> {
  let key = keys.get(workflowId);
  if (!key) {
    key = signal("");
    keys.set(workflowId, key);
  }
  return key;
}
