import { describe, expect, it } from "vitest";
import type { Run, RunStep } from "../../../../web/base/api/runs.ts";
import { compareRuns } from "../../../../web/pages/run/compare-runs.ts";

const step = (nodeId: string, name: string, output: unknown, change: Partial<RunStep> = {}): RunStep =>
  ({ nodeId, name, type: "script", status: "Success", outcome: "success", input: null, output, tooLarge: {}, ...change }) as RunStep;
const run = (output: unknown, steps: RunStep[], change: Partial<Run> = {}): Run =>
  ({ input: { a: 1 }, output, steps, tooLarge: {}, ...change }) as unknown as Run;

describe("two runs side by side", () => {
  it("pair steps by id, of another version by name, and keep those that only one has", () => {
    const left = run(1, [step("n1", "Load", 1), step("n2", "Old name", 2), step("n3", "Gone", 3)]);
    const right = run(1, [step("n1", "Load", 1), step("n2", "New name", 2), step("x", "Added", 4)]);
    const { steps } = compareRuns(left, right);
    expect(steps.map(({ name, differs }) => [name, differs])).toEqual([
      ["Load", false],
      ["Old name", false],
      ["Gone", true],
      ["Added", true],
    ]);
    const renumbered = compareRuns(run(1, [step("n1", "Load", 1)]), run(1, [step("y7", "Load", 1)]));
    expect(renumbered.steps).toHaveLength(1);
  });

  it("give no step two partners, also where names were exchanged", () => {
    const left = run(1, [step("n1", "A", 1), step("n2", "B", 2)]);
    const right = run(1, [step("n1", "B", 1), step("n3", "A", 3)]);
    const { steps } = compareRuns(left, right);
    expect(steps.map((each) => [each.left?.nodeId, each.right?.nodeId])).toEqual([
      ["n1", "n1"],
      ["n2", undefined],
      [undefined, "n3"],
    ]);
    expect(new Set(steps.map(({ key }) => key)).size).toBe(3);
  });

  it("differ by value, by status and by the way on", () => {
    const changed = (change: Partial<RunStep>) =>
      compareRuns(run(1, [step("n1", "A", { deep: [1, 2] })]), run(1, [step("n1", "A", { deep: [1, 2] }, change)])).steps[0]!.differs;
    expect(changed({})).toBe(false);
    expect(changed({ output: { deep: [1, 3] } })).toBe(true);
    expect(changed({ status: "Failed" })).toBe(true);
    expect(changed({ outcome: "failure" })).toBe(true);
    expect(changed({ output: null, tooLarge: { output: 4_000_000 } })).toBe(true);
  });

  it("compare what was left out for its size by that", () => {
    const large = (output: number) => run(null, [], { tooLarge: { output } });
    expect(compareRuns(large(4_000_000), large(5_000_000)).output).toHaveLength(1);
    expect(compareRuns(large(4_000_000), large(4_000_000)).output).toEqual([]);
  });

  it("say where an output is missing", () => {
    expect(compareRuns(run({ sum: 3 }, []), run(null, [])).output).toEqual([{ path: "", before: { sum: 3 } }]);
    expect(compareRuns(run(null, []), run(null, [])).output).toEqual([]);
  });
});
