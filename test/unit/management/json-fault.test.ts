import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { positionOfFault } from "#flow/json/json-fault.ts";

describe("the position of a fault in JSON", () => {
  it("is the end of a text that has none", () => {
    fc.assert(fc.property(fc.json(), (text) => positionOfFault(text) === text.length));
  });

  it("is never behind the place that JSON.parse names, and no shorter text is at fault", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), fc.nat(2), (json, at, put, cut) => {
        const i = at % (json.length + 1);
        const text = json.slice(0, i) + put + json.slice(i + cut);
        const message = messageOf(text);
        const position = positionOfFault(text);
        const named = /position (\d+)/.exec(message ?? "");
        if (message === undefined) expect(position).toBe(text.length);
        if (named) expect(position).toBeLessThanOrEqual(Number(named[1]));
        expect(positionOfFault(text.slice(0, position))).toBe(position);
      }),
    );
  });

  it("is found in a million open brackets without recursion", () => {
    expect(positionOfFault("[".repeat(1_000_000))).toBe(1_000_000);
  });
});

function messageOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}
