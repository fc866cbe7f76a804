import { expect, it } from "vitest";
import { start } from "../support/call.ts";
import { deployed } from "../support/deployed.ts";
import { delay, end, flowOf, script } from "../support/flows.ts";

const tooMuch: readonly [string, RegExp][] = [
  ["{{($f := function($n) { $f($n) }; $f(1))}}", /more than 1,000,000 steps/],
  ["{{($f := function($n) { 1 + $f($n) }; $f(1))}}", /calls itself more than/],
  ["{{$sum([1..10000000])}}", /a list that is too long/],
  ["{{$length($pad('x', 1000000000))}}", /more than 8 million characters/],
];

it.each(tooMuch)(
  "says of %s that the expression does too much, whatever node it stands in",
  { timeout: 30_000 },
  async (expression, why) => {
    const condition = {
      type: "condition",
      config: { branches: [{ join: "and", criteria: [{ left: expression, operator: "==", right: 1 }] }] },
    };
    const flows = [
      flowOf({ Work: end({ a: expression }) }, ["Start next Work"]),
      flowOf({ Work: delay(expression), End: end({ a: 1 }) }, ["Start next Work", "Work success End"]),
      flowOf({ Work: condition, A: end({ a: 1 }), B: end({ a: 2 }) }, ["Start next Work", "Work if A", "Work else B"]),
      flowOf({ First: script("return 1"), Work: end({ a: expression }) }, ["Start next First", "First success Work"]),
    ];
    for (const flow of flows) {
      const { status, body } = await start(await deployed(flow), "sync", {});
      expect([status, body.code, body.errors[0].code, body.errors[0].node]).toEqual([500, "run_failed", "expression_failed", "Work"]);
      expect(body.errors[0].message).toMatch(why);
      expect(body.suggestion).not.toMatch(/request id/);
    }
  },
);
