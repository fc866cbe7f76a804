/** How a handler changes something that is audited: it names the event and gives the statements; who, where and when are known here. */
import type { BatchResponse } from "drizzle-orm/batch";
import type { Actor, AuditEvent, AuditOrigin, AuditPlace } from "#flow/audit/entry.ts";
import type { EventName } from "#flow/audit/events.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "#store/database.ts";
import { AuditBusyError, noteAudited, writeAllAudited, writeAudited, type Change, type Statements } from "#store/audit/write.ts";
import type { Caller } from "../../auth/caller.ts";

interface AuditOptions {
  /** Which statement decides, by its place, whether anything changed; the first one where it is left out. */
  readonly decides?: number;
  /** The workflow that it is about, where the path names none. */
  readonly workflow?: { readonly id: WorkflowId; readonly name: string };
}
type OneOrMore<Event> = Event | readonly [Event, ...Event[]];
type AuditedChange<Names extends EventName> = Omit<Change, "events"> & {
  readonly events: readonly [AuditEvent<Names>, ...AuditEvent<Names>[]];
};

/** Writes entries into the log of one account, for one actor. */
export interface AuditLog<Names extends EventName> {
  /**
   * Runs the statements and writes the entries, all or nothing. Returns the results of the statements, or undefined,
   * with nothing done, if the deciding statement changed no row. Throws broken constraints, which `isDuplicate`
   * recognizes.
   */
  audited<const Of extends Statements>(
    events: OneOrMore<AuditEvent<Names>>,
    statements: Of,
    options?: AuditOptions,
  ): Promise<BatchResponse<Of> | undefined>;
  /** Several changes in one batch, each with its entries; undefined, with nothing done, where any of them changed no row. */
  auditedAll(
    changes: readonly AuditedChange<Names>[],
    options?: Pick<AuditOptions, "workflow">,
  ): Promise<readonly (readonly unknown[])[] | undefined>;
  /** Writes entries of what no statement does: an export, a sign-in, a run that a lane has stopped. */
  noted(events: OneOrMore<AuditEvent<Names>>, options?: Pick<AuditOptions, "workflow">): Promise<void>;
}

/** For a log entry by another person than the caller, or in another account than the active one. */
export interface AuditTarget {
  readonly accountId: AccountId;
  readonly actor: Actor;
  readonly workflow?: AuditPlace["workflow"];
}

export function auditLog(
  db: Database,
  { accountId, actor, workflow = null }: AuditTarget,
  origin: Omit<AuditOrigin, "actor">,
  endEdits: (of: { readonly workflowId: WorkflowId }) => Promise<void>,
): AuditLog<EventName> {
  const from = { ...origin, actor };
  /** Earlier edits must be in the log before the current change. */
  const placed = async (options?: AuditOptions): Promise<AuditPlace> => {
    const about = options?.workflow ?? workflow;
    if (about) await endEdits({ workflowId: about.id });
    return { accountId, workflow: about };
  };
  return {
    audited: (events, statements, options) =>
      unlessBusy(async () =>
        writeAudited(db, await placed(options), from, {
          events: asList(events),
          statements,
          ...(options?.decides === undefined ? {} : { decides: options.decides }),
        }),
      ),
    auditedAll: (changes, options) => unlessBusy(async () => writeAllAudited(db, await placed(options), from, changes)),
    noted: (events, options) => unlessBusy(async () => noteAudited(db, await placed(options), from, asList(events))),
  };
}

export function actorOf({ user, via }: Caller): Extract<Actor, { kind: "user" }> & { readonly via: string } {
  return { kind: "user", id: user.id, name: user.name, via: via.kind === "token" ? via.id : "session" };
}

function asList(events: OneOrMore<AuditEvent>): readonly AuditEvent[] {
  return Array.isArray(events) ? (events as readonly AuditEvent[]) : [events as AuditEvent];
}

export async function unlessBusy<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AuditBusyError)) throw error;
    throw new Refusal("unavailable", { detail: error.message, retryAfterSec: 1 });
  }
}
