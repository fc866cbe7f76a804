import { describe, expect, test } from "vitest";
import { judgeScore, riskScore } from "#flow/guardrails/risk.ts";

describe("a risk score", () => {
  test.each([
    [0.5, 0.5, 0],
    [0.75, 0.5, 0.5],
    [1, 0.5, 1],
    [0.25, 0.5, -0.5],
    [0, 0.5, -1],
    [0.9, 0.8, 0.5],
    [0, 0, 0],
    [0.3, 0, 0.3],
    [1, 1, 0],
    [0.5, 1, -0.5],
  ])("of score %d under threshold %d is %d", (score, threshold, expected) => {
    expect(riskScore(score, threshold)).toBeCloseTo(expected, 10);
  });

  test.each([
    [0.5, 0.5, null, true, false],
    [0.9, 0.5, null, false, false],
    [0.9, 0.5, 0.5, false, true],
    [0.6, 0.5, 0.5, false, false],
    [0.75, 0.5, 0.5, false, false],
    [0.4, 0.5, -1, true, false],
  ])("of score %d, threshold %d, limit %j: valid %j, ends %j", (score, threshold, endAbove, valid, endsFlow) => {
    expect(judgeScore(score, threshold, endAbove)).toMatchObject({ valid, endsFlow });
  });
});
