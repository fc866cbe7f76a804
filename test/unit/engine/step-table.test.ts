import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activeIn, emptyTable, isActive, stepAt, withStep, type StepState, type StepTable } from "#flow/engine/step-table.ts";
import type { NodeStatus } from "#flow/engine/types.ts";

const statuses = fc.constantFrom<NodeStatus>("idle", "running", "waiting", "retrying", "succeeded", "failed", "skipped", "cancelled");

/** Around the borders of the tree's levels. */
const sizes = fc.constantFrom(1, 31, 32, 33, 1_023, 1_024, 1_025, 10_000, 32_768, 32_769);

describe("a step table", () => {
  it("reads like a map, lists the active nodes in order, and stays as it was when a later one is written", () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.array(fc.tuple(fc.nat(), statuses), { maxLength: 8 }), { maxLength: 12 }), (size, versions) => {
        const history: { table: StepTable; model: ReadonlyMap<number, StepState> }[] = [{ table: emptyTable(size), model: new Map() }];
        versions.forEach((writes, i) => {
          let { table } = history.at(-1)!;
          const model = new Map(history.at(-1)!.model);
          for (const [at, status] of writes) {
            // Low and high indexes, so that several leaves are touched.
            const index = at % 2 === 0 ? at % size : size - 1 - (at % Math.min(size, 40));
            const step: StepState = { ...stepAt(table, index), status, settled: at };
            table = withStep(table, index, step, i + 1);
            model.set(index, step);
          }
          history.push({ table, model });
        });
        for (const { table, model } of history) {
          for (const [index, step] of model) expect(stepAt(table, index)).toEqual(step);
          const active = [...model].filter(([, step]) => isActive(step.status)).map(([index]) => index);
          expect(activeIn(table)).toEqual(active.sort((a, b) => a - b));
          if (!model.has(size >> 1)) expect(stepAt(table, size >> 1)).toMatchObject({ status: "idle", attempt: 0, settled: 0 });
        }
      }),
    );
  });

  it("keeps two tables apart that were made from the same one", () => {
    const base = emptyTable(100);
    const idle = stepAt(base, 0);
    const left = withStep(base, 70, { ...idle, status: "running" }, 1);
    const right = withStep(base, 70, { ...idle, status: "failed" }, 1);
    expect([base, left, right].map((table) => stepAt(table, 70).status)).toEqual(["idle", "running", "failed"]);
    expect([base, left, right].map(activeIn)).toEqual([[], [70], []]);
  });
});
