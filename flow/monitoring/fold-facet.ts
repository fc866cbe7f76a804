/**
 * A bound on facets. Names of nodes, versions and keys are chosen by people and programs, and every question is decided
 * on all facets, in memory. So where there are many, columns of new ones get one value that stands for all others.
 */

/** What a list shows, and a filter takes, for a value that is not kept. */
export const otherValue = "(other)";

/** So many facets are kept as they are, and so many more for each column that is folded until the next one is too. */
const whole = 2_000;
const more = 500;

/** The values of a new facet, where `count` are known. `folded` are the numbers of the columns to give up, the first one first. */
export function foldFacet(facet: readonly (string | null)[], folded: readonly number[], count: number): readonly (string | null)[] {
  if (count < whole) return facet;
  const given = folded.slice(0, 1 + Math.floor((count - whole) / more));
  // Where there is no value, none is made up.
  return facet.map((value, i) => (value !== null && given.includes(i) ? otherValue : value));
}
