import { openHead, type Head, type StoredHead } from "./head.ts";

/** The weights are modules of their own, which a Worker loads when a scanner first needs them. */
const modules = {
  injection: () => import("./weights/injection.json", { with: { type: "json" } }),
  toxicity: () => import("./weights/toxicity.json", { with: { type: "json" } }),
  bias: () => import("./weights/bias.json", { with: { type: "json" } }),
};

type HeadName = keyof typeof modules;
const opened = new Map<HeadName, Promise<Head>>();

/** A trained head, unpacked once in an isolate. */
export function loadHead(name: HeadName): Promise<Head> {
  let head = opened.get(name);
  if (!head) {
    // The file is written by scripts/guardrails/train.ts in this form; its knots are pairs, which JSON types do not say.
    head = modules[name]().then(({ default: stored }) => openHead(stored as unknown as StoredHead));
    opened.set(name, head);
  }
  return head;
}
