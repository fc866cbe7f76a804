import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines } from "#flow/diff/diff-lines.ts";
import type { LineHunk } from "#flow/diff/flow-diff.ts";

function patch(before: string, hunks: readonly LineHunk[]): string {
  const lines = before.split("\n");
  const after: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    after.push(...lines.slice(at, hunk.fromLine - 1));
    expect(after).toHaveLength(hunk.toLine - 1);
    at = hunk.fromLine - 1;
    for (const line of hunk.lines) {
      if (line[0] !== "+") expect(lines[at++]).toBe(line.slice(1));
      if (line[0] !== "-") after.push(line.slice(1));
    }
  }
  return [...after, ...lines.slice(at)].join("\n");
}

describe("the difference of two texts", () => {
  it("gives the second when it is applied to the first", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 40 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patch(before, diffLines(before, after))).toBe(after);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is the shortest one", () => {
    const [hunk] = diffLines("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc");
    expect(hunk!.lines.filter((line) => !line.startsWith(" "))).toHaveLength(5);
  });

  it("shows three lines around each change, and joins changes that are near", () => {
    const lines = Array.from({ length: 40 }, (_, n) => `line ${n + 1}`);
    const after = lines.with(9, "ten").with(13, "fourteen").with(30, "thirty-one").join("\n");
    const hunks = diffLines(lines.join("\n"), after);
    expect(hunks.map(({ fromLine, toLine, lines }) => [fromLine, toLine, lines.length])).toEqual([
      [7, 7, 13],
      [28, 28, 8],
    ]);
  });

  it("replaces the whole of texts that have nothing in common, in time that does not grow with their product", () => {
    const text = (word: string) => Array.from({ length: 100_000 }, (_, n) => `${word} ${n}`).join("\n");
    const before = performance.now();
    expect(diffLines(text("a"), text("b"))[0]!.lines).toHaveLength(200_000);
    const empty = "\n".repeat(300_000);
    diffLines(`a${empty}b`, `c${empty}\n\n\nd${empty}`);
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
