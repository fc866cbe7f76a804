/**
 * The engine's record of each node, as a persistent 32-way tree: a write copies the few branches above one entry, so
 * older tables stay valid, and a step costs the same in a flow of ten nodes and of ten thousand.
 *
 * Each branch has a bit for every child with active nodes. So the active nodes are an ordered set that can be walked
 * without visiting the others.
 *
 * Invariant: a table of version v holds only branches of versions ≤ v. A writer of version v + 1 may therefore change a
 * branch of version v + 1 in place, because only this writer can have created it.
 */
import type { NodeStatus } from "./types.ts";

export interface StepState {
  readonly status: NodeStatus;
  /** The number of tries; 0 if the node never ran. */
  readonly attempt: number;
  /** Incoming edges that are taken or dead. */
  readonly settled: number;
  /** Whether at least one of them is taken. */
  readonly taken: boolean;
  /** When this try times out, while it is running or waits for an answer from outside; else Infinity. */
  readonly deadlineAt: number;
  /** When the retry or the wake-up is due; else Infinity. */
  readonly dueAt: number;
  /** The outcome by which a wake-up leaves the node. */
  readonly outcome: string;
}

interface Leaf {
  readonly kind: "leaf";
  readonly version: number;
  readonly slots: (StepState | undefined)[];
  active: number;
}
interface Fork {
  readonly kind: "fork";
  readonly version: number;
  readonly slots: (Leaf | Fork | undefined)[];
  active: number;
}
type Branch = Leaf | Fork;

export interface StepTable {
  readonly root: Branch;
  /** How far an index is shifted to find its slot in the root. */
  readonly shift: number;
}

const bits = 5;
const width = 1 << bits;
const mask = width - 1;

const untouched: StepState = { status: "idle", attempt: 0, settled: 0, taken: false, deadlineAt: Infinity, dueAt: Infinity, outcome: "" };

/** Whether a node in this status still has something to come. */
export function isActive(status: NodeStatus): boolean {
  return status === "running" || status === "waiting" || status === "retrying";
}

/** A table for `size` nodes, none of which has been touched. */
export function emptyTable(size: number): StepTable {
  let shift = 0;
  while (size > width << shift) shift += bits;
  return { root: emptyBranch(shift, 0), shift };
}

/** What is known of a node. */
export function stepAt(table: StepTable, index: number): StepState {
  let branch: Branch | undefined = table.root;
  for (let shift = table.shift; branch?.kind === "fork"; shift -= bits) branch = branch.slots[(index >>> shift) & mask];
  return branch?.slots[index & mask] ?? untouched;
}

/** The table of version `version` in which one node has changed; a table of a lower version stays as it was. */
export function withStep(table: StepTable, index: number, step: StepState, version: number): StepTable {
  const root = write(table.root, table.shift, index, step, version);
  return root === table.root ? table : { root, shift: table.shift };
}

/** The indexes of the running, waiting and retrying nodes, ascending. */
export function activeIn(table: StepTable): number[] {
  const found: number[] = [];
  collect(table.root, table.shift, 0, found);
  return found;
}

function emptyBranch(shift: number, version: number): Branch {
  return shift === 0
    ? { kind: "leaf", version, slots: new Array<StepState | undefined>(width).fill(undefined), active: 0 }
    : { kind: "fork", version, slots: new Array<Branch | undefined>(width).fill(undefined), active: 0 };
}

function write(branch: Branch, shift: number, index: number, step: StepState, version: number): Branch {
  const slot = (index >>> shift) & mask;
  const own = branch.version === version ? branch : copy(branch, version);
  let live: boolean;
  if (own.kind === "leaf") {
    own.slots[slot] = step;
    live = isActive(step.status);
  } else {
    const child = write(own.slots[slot] ?? emptyBranch(shift - bits, version), shift - bits, index, step, version);
    own.slots[slot] = child;
    live = child.active !== 0;
  }
  own.active = live ? own.active | (1 << slot) : own.active & ~(1 << slot);
  return own;
}

function copy(branch: Branch, version: number): Branch {
  return branch.kind === "leaf"
    ? { kind: "leaf", version, slots: branch.slots.slice(), active: branch.active }
    : { kind: "fork", version, slots: branch.slots.slice(), active: branch.active };
}

function collect(branch: Branch, shift: number, base: number, found: number[]): void {
  for (let rest = branch.active; rest !== 0; rest &= rest - 1) {
    const slot = mask - Math.clz32(rest & -rest);
    const index = base + (slot << shift);
    if (branch.kind === "leaf") found.push(index);
    else if (branch.slots[slot]) collect(branch.slots[slot], shift - bits, index, found);
  }
}
