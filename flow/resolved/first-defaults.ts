/**
 * The defaults of the builds that stored no resolved flow. Deployments and runs of that time are folded with these for
 * ever, so nothing here may be derived from code that can change, and nothing may be changed or added.
 */
import type { NodeDefaults } from "./node-defaults.ts";

const retry = { backoff: "exponential", delayMs: 1_000, maxDelayMs: 60_000, on: ["network", "timeout", "429", "5xx"] } as const;

// oxlint-disable-next-line millrace/no-node-type-names -- the types of that time
const defaults: Readonly<Record<string, NodeDefaults>> = {
  start: { config: {} },
  end: { isEnd: true, config: { outputs: [] } },
  api: { timeoutSec: 60, retry, config: { mode: "sync" } },
  condition: { strictOutcomes: true, config: {} },
  script: { timeoutSec: 30, retry, config: { language: "javascript" } },
  delay: { config: {} },
};

export function firstDefaults(type: string): NodeDefaults {
  const known = Object.hasOwn(defaults, type) ? defaults[type] : undefined;
  if (!known) throw new Error(`No build of that time knew the node type ${type}.`);
  return known;
}
