/** An audit entry: what happened, to what, by whom, from where; and the text of it that the chain of hashes is made over. */
import type { AccountId, WorkflowId } from "../ids.ts";
import type { Category } from "./categories.ts";
import { cut } from "../text/cut.ts";
import { keepDetails } from "./details.ts";
import { rowOf, type DetailsOf, type EventName } from "./events.ts";

/** What a change is said to be. The subject is what it happened to: a key, a person's address, a workflow. */
export type AuditEvent<Name extends EventName = EventName> = {
  readonly [N in Name]: {
    readonly event: N;
    readonly subject: { readonly id: string; readonly name: string };
    readonly details: DetailsOf<N>;
  };
}[Name];

/** Who did it. `via` says how they came: `session`, or the id of the token. */
export type Actor =
  | { readonly kind: "user"; readonly id: string; readonly name: string; readonly via?: string }
  | { readonly kind: "key"; readonly id: string; readonly name: string }
  /** A person who is not authenticated. */
  | { readonly kind: "anonymous" }
  | { readonly kind: "system" };

const nameless = { anonymous: { id: "anonymous", name: "Unknown user" }, system: { id: "system", name: "System" } } as const;

/** Where and when; the same for all entries of a request. */
export interface AuditOrigin {
  readonly actor: Actor;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly atMs: number;
}

/** The name of a workflow is kept, because the entry outlives it. */
export interface AuditPlace {
  readonly accountId: AccountId;
  readonly workflow: { readonly id: WorkflowId; readonly name: string } | null;
}

/** Everything that the hash covers, beside the account, the position and the hash before. */
export interface EntryBody {
  readonly at: number;
  readonly event: EventName;
  readonly category: Category;
  readonly workflowId: WorkflowId | null;
  readonly workflowName: string | null;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly actorKind: Actor["kind"];
  /** `system` or `anonymous` if it was neither a known person nor a key. */
  readonly actorId: string;
  readonly actorName: string;
  readonly via: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly description: string;
  /** JSON text, its keys in order. */
  readonly details: string;
}

export function entryBody({ event, subject, details }: AuditEvent, { workflow }: AuditPlace, origin: AuditOrigin): EntryBody {
  const row = rowOf(event);
  const kept = keepDetails(row.fields, details);
  const { actor } = origin;
  const { id: actorId, name: actorName } = actor.kind === "user" || actor.kind === "key" ? actor : nameless[actor.kind];
  return {
    at: origin.atMs,
    event,
    category: row.category,
    workflowId: workflow?.id ?? null,
    workflowName: workflow?.name ?? null,
    subjectId: subject.id,
    subjectName: cut(subject.name, 300),
    actorKind: actor.kind,
    actorId,
    actorName: cut(actorName, 300),
    via: actor.kind === "user" ? (actor.via ?? null) : null,
    ip: origin.ip,
    userAgent: origin.userAgent,
    requestId: origin.requestId,
    // `keepDetails` gives exactly the fields that the row's own sentence reads.
    description: cut(row.describe(cut(subject.name, 300), kept as never), 1_000),
    details: JSON.stringify(kept),
  };
}

/** Where an entry stands in its account's chain. */
export interface Link {
  readonly accountId: AccountId;
  readonly seq: number;
  /** The hash of the entry before; empty for the first. */
  readonly previousHash: string;
}

/** The canonical JSON (keys in order, no spaces, absent values null) whose SHA-256 is the entry's hash. */
export function hashedText({ accountId, seq, previousHash }: Link, body: EntryBody): string {
  const all: Record<string, string | number | null> = {
    accountId,
    seq,
    previousHash,
    at: body.at,
    event: body.event,
    category: body.category,
    workflowId: body.workflowId,
    workflowName: body.workflowName,
    subjectId: body.subjectId,
    subjectName: body.subjectName,
    actorKind: body.actorKind,
    actorId: body.actorId,
    actorName: body.actorName,
    via: body.via,
    ip: body.ip,
    userAgent: body.userAgent,
    requestId: body.requestId,
    description: body.description,
    details: body.details,
  };
  return JSON.stringify(Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** What a search looks into: the sentence and every name, alike in any case. */
export function searchText({ description, actorName, subjectName, workflowName }: EntryBody): string {
  return foldForSearch([description, actorName, subjectName, workflowName ?? ""].join("\n"));
}

export function foldForSearch(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
