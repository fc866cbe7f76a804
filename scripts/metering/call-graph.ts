/** Which functions must be counted when they are entered, so that no recursion goes uncounted. */
export interface Calls {
  /** Functions called by number, as numbers among those that the module defines. */
  readonly direct: readonly number[];
  readonly hasIndirect: boolean;
}

/**
 * A recursion is a cycle of calls. One of direct calls only has a call that leads back in any walk in depth, whose target
 * is counted. Any other has a call through the table; the functions in the table that can come to such a call are
 * counted. All the rest, among them the small and frequent ones, need not be.
 */
export function findRecursive(functions: readonly Calls[], table: ReadonlySet<number>): Set<number> {
  const counted = backTargets(functions);
  for (const index of reaching(functions)) if (table.has(index)) counted.add(index);
  return counted;
}

function backTargets(functions: readonly Calls[]): Set<number> {
  const targets = new Set<number>();
  const state = new Uint8Array(functions.length);
  const [isOpen, isDone] = [1, 2];
  for (let root = 0; root < functions.length; root++) {
    if (state[root]) continue;
    state[root] = isOpen;
    const path = [{ index: root, next: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = functions[top.index]!.direct[top.next++];
      if (target === undefined) {
        state[top.index] = isDone;
        path.pop();
      } else if (state[target] === isOpen) targets.add(target);
      else if (!state[target]) {
        state[target] = isOpen;
        path.push({ index: target, next: 0 });
      }
    }
  }
  return targets;
}

/** The functions from which a call through the table can be reached. */
function reaching(functions: readonly Calls[]): Set<number> {
  const callers: number[][] = functions.map(() => []);
  for (const [index, { direct }] of functions.entries()) for (const target of direct) callers[target]!.push(index);
  const found = new Set<number>();
  for (const [index, { hasIndirect }] of functions.entries()) if (hasIndirect) found.add(index);
  for (const index of found) for (const caller of callers[index]!) found.add(caller);
  return found;
}
