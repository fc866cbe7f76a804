import { describe, expect, it } from "vitest";
import { errors, type ErrorCode } from "#flow/problems/errors.ts";
import { problem, problemDetails } from "#flow/problems/problem.ts";

describe("problem details", () => {
  it.each(Object.keys(errors) as ErrorCode[])("of %s have the row's status, title and suggestion", (code) => {
    const { status, title, suggestion } = errors[code];
    expect(problem(code)).toEqual({ type: `urn:millrace:problem:${code}`, status, title, suggestion, code });
  });

  it("carry what is known of the case, and nothing that is not", () => {
    const given = problem("run_failed", {
      detail: "It failed.",
      runId: "run_1",
      requestId: undefined,
      errors: [{ path: "/a", code: "x", message: "No." }],
    });
    expect(problemDetails.parse(given)).toEqual(given);
    expect(Object.keys(given)).not.toContain("requestId");
    expect(problem("run_failed", { suggestion: "Do this." }).suggestion).toBe("Do this.");
  });
});
