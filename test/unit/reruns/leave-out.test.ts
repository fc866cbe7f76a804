import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rerunRoutes } from "#flow/contract/reruns.ts";
import { diffValues } from "#flow/diff/diff-values.ts";
import { limits } from "#flow/limits.ts";
import { leaveOutPath, leavesOut, pathOfEveryItem } from "#flow/reruns/leave-out.ts";

describe("what is left out of a comparison", () => {
  it("is the value at a path and everything below it", () => {
    const isLeftOut = leavesOut(["/output/at", "/error/message"]);
    expect(["/output/at", "/output/at/zone", "/error/message"].map(isLeftOut)).toEqual([true, true, true]);
    expect(["/output", "/output/attempts", "/output/b/at", "/error/code"].map(isLeftOut)).toEqual([false, false, false, false]);
    expect(leavesOut([])("/output/at")).toBe(false);
  });

  it("is in every item or under every key where the path has a *", () => {
    const isLeftOut = leavesOut(["/output/items/*/id", "/output/*/at"]);
    expect(["/output/items/0/id", "/output/items/12/id/part", "/output/a/at"].map(isLeftOut)).toEqual([true, true, true]);
    expect(["/output/items", "/output/items/0/name", "/output/a/b/at"].map(isLeftOut)).toEqual([false, false, false]);
  });

  it("is said with * for places in lists, and never for keys", () => {
    const whole = { output: { items: [{ id: 1 }], years: { "2026": { total: 1 } }, "a/b": ["x"] } };
    expect(pathOfEveryItem("/output/items/0/id", whole)).toBe("/output/items/*/id");
    expect(pathOfEveryItem("/output/years/2026/total", whole)).toBe("/output/years/2026/total");
    expect(pathOfEveryItem("/output/a~1b/0", whole)).toBe("/output/a~1b/*");
    // The output was too large to be kept.
    expect(pathOfEveryItem("/output/items/0/id", { output: null })).toBe("/output/items/*/id");
  });

  it("takes away every difference that is named, whatever its keys are", () => {
    const key = fc.constantFrom("a", "b", "/", "~", "*", "0", "");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 0, max: 2 }),
        fc.array(tie("value"), { maxLength: 2 }),
        fc.dictionary(key, tie("value")),
      ),
    }));
    fc.assert(
      fc.property(value, value, (before, after) => {
        const changes = diffValues({ output: before }, { output: after });
        const paths = changes.map(({ path }) => pathOfEveryItem(path, { output: before }));
        expect(paths.filter((path) => !leaveOutPath.test(path))).toEqual([]);
        expect(changes.map(({ path }) => path).filter((path) => !leavesOut(paths)(path))).toEqual([]);
      }),
    );
  });
});

describe("the body of a replay", () => {
  const parse = (leaveOut?: unknown) =>
    rerunRoutes.startReplay.body.safeParse({ selection: {}, ...(leaveOut === undefined ? {} : { leaveOut }) });

  it("leaves nothing out unless it says so", () => {
    expect(parse().data?.leaveOut).toEqual([]);
    expect(parse(["/output/at", "/output", "/error/message", "/output/a~1b/*"]).success).toBe(true);
  });

  it.each(["output.at", "/at", "at", "", "/", "/outputs", "/output/a~b", "/output/~2"])(
    "refuses %j, and says what a path looks like",
    (path) => {
      const issue = parse(["/output/at", path]).error?.issues[0];
      expect(issue?.path).toEqual(["leaveOut", 1]);
      expect(issue?.message).toContain("for example /output/createdAt");
    },
  );

  it("takes only so many paths, and only so long ones", () => {
    expect(parse(Array.from({ length: limits.maxLeaveOutPaths }, (_, at) => `/output/${at}`)).success).toBe(true);
    expect(parse(Array.from({ length: limits.maxLeaveOutPaths + 1 }, (_, at) => `/output/${at}`)).success).toBe(false);
    expect(parse([`/output/${"x".repeat(limits.maxLeaveOutPathChars - 8)}`]).success).toBe(true);
    expect(parse([`/output/${"x".repeat(limits.maxLeaveOutPathChars - 7)}`]).success).toBe(false);
    // So long that its pattern could not be tried.
    expect(parse([`/output/${"x".repeat(10_000_000)}`]).error?.issues).toMatchObject([{ code: "too_big" }]);
  });
});
