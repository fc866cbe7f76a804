import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endAlert, initialAlertState, stepAlert, type AlertState } from "#flow/alerts/alert-state.ts";
import { describeAlert, describeCondition } from "#flow/alerts/describe.ts";
import { judge, nextLook, type Observed } from "#flow/alerts/judge.ts";
import type { AlertCondition } from "#flow/alerts/rule.ts";

const now = 1_795_000_000_000;
const minute = 60_000;
const seen = (changes: Partial<Observed> = {}): Observed => ({
  nowMs: now,
  finished: 0,
  failed: 0,
  p99Ms: null,
  lastStartAt: null,
  failedInARow: 0,
  watchedSince: now - 60 * minute,
  ...changes,
});
const verdict = (condition: AlertCondition, changes: Partial<Observed>, isFiring = false) =>
  judge(condition, seen(changes), isFiring).verdict;

describe("a failure rate", () => {
  const rate = { kind: "failureRate", percent: 20, minutes: 5, minRuns: 10 } as const;

  it("is bad above the threshold, never at it, and only with enough runs", () => {
    expect(verdict(rate, { finished: 10, failed: 3 })).toBe("bad");
    expect(verdict(rate, { finished: 10, failed: 2 })).toBe("good");
    expect(verdict(rate, { finished: 9, failed: 9 })).toBe("good");
    expect(judge(rate, seen({ finished: 10, failed: 3 }), false).value).toBe(30);
  });

  it("ends an alert only clearly below the threshold, so that it does not waver", () => {
    expect(verdict(rate, { finished: 100, failed: 19 }, true)).toBe("unclear");
    expect(verdict(rate, { finished: 100, failed: 17 }, true)).toBe("good");
    expect(verdict(rate, { finished: 9, failed: 1 }, true)).toBe("unclear");
    expect(verdict(rate, { finished: 3, failed: 0 }, true)).toBe("good");
    expect(verdict(rate, {}, true)).toBe("good");
  });

  it("is looked at again while there is something in the window", () => {
    expect(nextLook(rate, seen(), false, 15_000)).toBeNull();
    expect(nextLook(rate, seen({ finished: 1 }), false, 15_000)).toBe(now + 15_000);
    expect(nextLook(rate, seen(), true, 15_000)).toBe(now + 15_000);
  });
});

describe("a P99", () => {
  const slow = { kind: "p99", ms: 1_000, minutes: 5, minRuns: 2 } as const;

  it("is compared with the same band", () => {
    expect(verdict(slow, { finished: 2, p99Ms: 1_001 })).toBe("bad");
    expect(verdict(slow, { finished: 1, p99Ms: 5_000 })).toBe("good");
    expect(verdict(slow, { finished: 5, p99Ms: 950 }, true)).toBe("unclear");
    expect(verdict(slow, { finished: 5, p99Ms: 899 }, true)).toBe("good");
    expect(verdict(slow, {}, true)).toBe("good");
  });
});

describe("a workflow that stopped", () => {
  const stopped = { kind: "stopped", minutes: 10 } as const;

  it("is one without a beginning run for so long, counted from when the rule began to watch", () => {
    expect(verdict(stopped, { lastStartAt: now - 10 * minute })).toBe("bad");
    expect(verdict(stopped, { lastStartAt: now - 10 * minute + 1 })).toBe("good");
    expect(verdict(stopped, { watchedSince: now - minute })).toBe("good");
    expect(verdict(stopped, { watchedSince: now - 10 * minute })).toBe("bad");
  });

  it("goes on again with a run, not because the rule was changed", () => {
    expect(verdict(stopped, { lastStartAt: now - 1 }, true)).toBe("good");
    expect(verdict(stopped, { lastStartAt: now - 20 * minute, watchedSince: now }, true)).toBe("unclear");
  });

  it("is looked at exactly when it would be due", () => {
    expect(nextLook(stopped, seen({ lastStartAt: now }), false, 15_000)).toBe(now + 10 * minute);
    expect(nextLook(stopped, seen(), true, 15_000)).toBeNull();
  });
});

describe("failures in a row", () => {
  const three = { kind: "consecutiveFailures", count: 3 } as const;

  it("end with a run that succeeds", () => {
    expect(verdict(three, { failedInARow: 2 })).toBe("good");
    expect(verdict(three, { failedInARow: 3 })).toBe("bad");
    expect(verdict(three, { failedInARow: 1 }, true)).toBe("unclear");
    expect(verdict(three, { failedInARow: 0 }, true)).toBe("good");
  });
});

describe("how a rule stands", () => {
  it("alternates: whatever is judged, it never fires twice without resolving, and numbers its incidents", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("bad", "good", "unclear")), (verdicts) => {
        let state: AlertState = initialAlertState(0);
        const told: string[] = [];
        verdicts.forEach((each, i) => {
          const { state: next, transition } = stepAlert(state, { verdict: each, value: null }, i + 1);
          if (transition) told.push(`${transition} ${next.incident}`);
          state = next;
        });
        expect(told).toEqual(told.map((_, i) => (i % 2 === 0 ? `fired ${i / 2 + 1}` : `resolved ${(i + 1) / 2}`)));
      }),
    );
  });

  it("resolves what it told when its rule is turned off", () => {
    const fired = stepAlert(initialAlertState(0), { verdict: "bad", value: 1 }, 5).state;
    expect(endAlert(fired, 9)).toEqual({ state: { phase: "ok", since: 9, incident: 1 }, transition: "resolved" });
    expect(endAlert(initialAlertState(0), 9).transition).toBeUndefined();
  });
});

describe("the words of a rule", () => {
  it("say what is forbidden, and what happened", () => {
    expect(describeCondition({ kind: "failureRate", percent: 5, minutes: 120, minRuns: 1 })).toBe(
      "more than 5% of at least 1 run fail within 2 hours",
    );
    expect(describeCondition({ kind: "p99", ms: 1_500, minutes: 1, minRuns: 3 })).toBe(
      "the P99 of at least 3 runs within 1 minute is above 1.5 s",
    );
    expect(describeCondition({ kind: "stopped", minutes: 90 })).toBe("no run starts for 90 minutes");
    expect(describeCondition({ kind: "consecutiveFailures", count: 3 })).toBe("3 consecutive runs fail");
    expect(describeAlert("fired", { kind: "failureRate", percent: 5, minutes: 10, minRuns: 1 }, 33.333)).toBe(
      "33.3% of the runs of the last 10 minutes failed.",
    );
    expect(describeAlert("resolved", { kind: "consecutiveFailures", count: 3 }, 0)).toBe("A run succeeded.");
  });
});
