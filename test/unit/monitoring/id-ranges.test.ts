import fc from "fast-check";
import { expect, it } from "vitest";
import { idsBeginning, lanePrefixOf, without, type IdRange } from "../../../flow/monitoring/id-ranges.ts";
import { laneOfRun, runIdIn, sortableId } from "../../../flow/ids.ts";

const isIn = ({ from, to }: IdRange, id: string): boolean => id >= from && id < to;
const ids = fc.stringMatching(/^[ab_]{0,5}$/);

it("tells from a run's id what all ids of its lane begin with, and no other lane's", () => {
  const idIn = (place: string, n: number) => runIdIn({ place, n }, sortableId(Date.UTC(2026, 10, 23), new Uint8Array(10)));
  expect(lanePrefixOf(idIn("loc", 1))).toBe("run_loc1_");
  expect(lanePrefixOf(idIn("loc", 11))).toBe("run_loc11_");
  expect(laneOfRun(idIn("loc", 11))).toEqual({ place: "loc", n: 11 });
  expect(["", "run", "run_loc1"].map(lanePrefixOf)).toEqual([undefined, undefined, undefined]);
  // Two lanes' ids never mix, also where an id goes on with what divides it.
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      const prefix = lanePrefixOf(a);
      if (prefix !== undefined) expect(b.startsWith(prefix)).toBe(lanePrefixOf(b) === prefix);
    }),
  );
});

it("leaves of a range exactly what others do not hold", () => {
  fc.assert(
    fc.property(ids, fc.uniqueArray(fc.stringMatching(/^[ab]{2}$/), { maxLength: 4 }), ids, (search, lanes, id) => {
      const range = idsBeginning(search);
      const others = lanes.map((lane) => idsBeginning(search + lane));
      const left = without(range, others);
      expect(left.filter((each) => isIn(each, id)).length).toBe(isIn(range, id) && !others.some((other) => isIn(other, id)) ? 1 : 0);
    }),
  );
  expect(without(idsBeginning("run_loc1_0"), [idsBeginning("run_loc1_")])).toEqual([]);
});
