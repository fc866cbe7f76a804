import type { NodeType } from "#flow/nodes/describe-types.ts";
import type { IconName } from "../../base/ui/icons.tsx";
import { kindOf } from "./node-kinds.ts";

/** The icon of a node's type and the tint of its family. An icon that is not drawn here fails to compile. */
export function lookOf(type: string): { icon: IconName; family: NodeType["family"] } {
  const { icon, family } = kindOf(type);
  return { icon, family };
}

/** Outcomes that need no word on the edge because there is only one way on. */
export function isPlainOutcome(outcome: string): boolean {
  return outcome === "next" || outcome === "success";
}
