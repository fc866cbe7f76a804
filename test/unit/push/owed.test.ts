import fc from "fast-check";
import { expect, it } from "vitest";
import { afterAttempt, maxDeliveries, owedAt, startable, type Owed } from "#flow/push/owed.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it("tries a receiver that never answers eight times, each later than the one before, and then gives up", () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(random, { minLength: 8, maxLength: 8 }), (start, randoms) => {
      let owed: Owed = owedAt(start);
      for (const [i, chance] of randoms.entries()) {
        expect(owed).toMatchObject({ state: "pending", attempt: i });
        const now = owed.dueAt!;
        owed = afterAttempt(owed, "not delivered", now, chance);
        if (i < 7) expect(owed.dueAt).toBeGreaterThan(now);
      }
      expect(owed).toEqual({ state: "failed", attempt: 8, dueAt: null });
    }),
  );
});

it("ends with the first attempt that is delivered, whichever it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7 }), random, (failures, chance) => {
      let owed = owedAt(0);
      for (let i = 0; i < failures; i++) owed = afterAttempt(owed, "not delivered", owed.dueAt!, chance);
      expect(afterAttempt(owed, "delivered", 1, chance)).toEqual({ state: "delivered", attempt: failures + 1, dueAt: null });
    }),
  );
});

it("gives up a result that no longer exists", () => {
  expect(afterAttempt(owedAt(0), "gone", 1, 0)).toEqual({ state: "failed", attempt: 1, dueAt: null });
});

it("starts due pushes in their order, none twice, and never more at a time than it may", () => {
  const ids = fc.uniqueArray(fc.nat(100), { maxLength: 40 });
  fc.assert(
    fc.property(ids, fc.uniqueArray(fc.nat(100), { maxLength: maxDeliveries }), (due, busy) => {
      const underWay = new Set(busy);
      const started = startable(due, underWay);
      expect(started).toEqual(due.filter((id) => started.includes(id)));
      expect(started.some((id) => underWay.has(id))).toBe(false);
      expect(started.length).toBe(Math.min(maxDeliveries - busy.length, due.filter((id) => !underWay.has(id)).length));
    }),
  );
});
