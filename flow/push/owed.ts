/** What one push is owed, and what follows from each attempt. The lane reads, sends and writes; it decides nothing. */
import { nextAttempt } from "./schedule.ts";

export interface Owed {
  readonly state: "pending" | "delivered" | "failed";
  /** Attempts of the schedule so far. */
  readonly attempt: number;
  /** When the next attempt is due (epoch ms); null if none follows. */
  readonly dueAt: number | null;
}

/** Simultaneous deliveries: receivers that hang must not delay the others. */
export const maxDeliveries = 16;

/** A result that is sent for the first time, or once more: due now, with the whole schedule ahead. */
export function owedAt(now: number): Owed {
  return { state: "pending", attempt: 0, dueAt: now };
}

/** After an attempt that ended at `now`. A result that no longer exists is given up. `random` is in [0, 1). */
export function afterAttempt(before: Owed, outcome: "delivered" | "not delivered" | "gone", now: number, random: number): Owed {
  const attempt = before.attempt + 1;
  if (outcome === "delivered") return { state: "delivered", attempt, dueAt: null };
  const waitMs = outcome === "gone" ? null : nextAttempt(attempt, random);
  return waitMs === null ? { state: "failed", attempt, dueAt: null } : { state: "pending", attempt, dueAt: now + waitMs };
}

/** Which of the due pushes start now, in the order in which they are given. */
export function startable<Id>(due: readonly Id[], underWay: ReadonlySet<Id>): readonly Id[] {
  return due.filter((id) => !underWay.has(id)).slice(0, Math.max(0, maxDeliveries - underWay.size));
}
