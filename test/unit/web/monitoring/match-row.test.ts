import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../../web/base/api/runs.ts";
import { matchesRun } from "../../../../web/pages/workflow/monitoring/match-row.ts";
import { parseSelection, type RunFilter, type Selection } from "../../../../web/pages/workflow/monitoring/selection.ts";

const now = Date.parse("2026-05-05T12:00:00.000Z");
const row: RunRow = {
  runId: "run_loc0_01abc",
  status: "Failed",
  type: "API",
  source: "Shop backend",
  mode: "sync",
  versionId: "ver_1",
  startedAt: "2026-05-05T11:30:00.000Z",
  endedAt: "2026-05-05T11:30:01.000Z",
  durationMs: 1000,
  nodesExecuted: 3,
  error: { code: "script_error", message: "No debts", node: "Check" },
  rerunOf: null,
};
const usual = parseSelection(new URLSearchParams(), []);
const fits = (change: Partial<Selection>, of: RunRow = row) => matchesRun(of, { ...usual, ...change }, now);
const is = (column: string, value: string): RunFilter => ({ column, operator: "is", value });
const isNot = (column: string, value: string): RunFilter => ({ column, operator: "isNot", value });

describe("a row that comes over the socket", () => {
  it("fits by its start, the end of a range excluded", () => {
    const startedAt = Date.parse(row.startedAt);
    expect(fits({ range: "1h" })).toBe(true);
    expect(fits({ range: "1h" }, { ...row, startedAt: "2026-05-05T10:59:59.000Z" })).toBe(false);
    expect(fits({ range: "custom", from: startedAt, to: startedAt + 1 })).toBe(true);
    expect(fits({ range: "custom", from: 0, to: startedAt })).toBe(false);
  });

  it.each(["RUN_LOC0", "shop", "DEBTS", "check", "script_err"])("is found by %s", (search) => {
    expect(fits({ search })).toBe(true);
  });

  it("is not found by the end of its id", () => {
    expect(fits({ search: "01abc" })).toBe(false);
  });

  it("fits all or one of the filters", () => {
    const filters = [is("status", "Failed"), is("source", "Nightly")];
    expect(fits({ filters, join: "and" })).toBe(false);
    expect(fits({ filters, join: "or" })).toBe(true);
  });

  it("is not a value where it has none", () => {
    const fine = { ...row, error: null };
    expect(fits({ filters: [isNot("error", "script_error")] }, fine)).toBe(true);
    expect(fits({ filters: [is("error", "script_error")] }, fine)).toBe(false);
  });
});
