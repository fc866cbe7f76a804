import type { Pace, paceOf } from "./pace.ts";

/** What expressions can see. `context.` in front of any of these may be left out. */
export interface Scope {
  /** By node name: what `SPEC` promises of a step. The Start's inputs stand directly below its name. */
  readonly steps: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, unknown>>;
  readonly run: { readonly id: string; readonly startedAt: number; readonly versionId: string; readonly mode: string };
  readonly trigger?: unknown;
  readonly currentItem?: unknown;
  readonly currentIndex?: number;
  readonly currentOutput?: unknown;
  readonly [paceOf]?: Pace;
  /** What scripts have set on `context`. */
  readonly [variable: string]: unknown;
}
