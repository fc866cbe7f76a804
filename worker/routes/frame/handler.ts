/** What a route's handler is given, all of it derived from the route's declaration. */
import type { AccountCapability } from "#flow/rights/account-rights.ts";
import type { Role, WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { Fingerprint } from "#flow/audit/details.ts";
import type { AnswerOf, BodyOf, EventOf, ParamsOf, QueryOf, Route } from "#flow/contract/route.ts";
import type { Database } from "#store/database.ts";
import type { Share } from "#objects/turns/share.ts";
import type { Membership } from "#store/members.ts";
import type { Viewer, WorkflowDetails } from "#store/workflows.ts";
import type { Caller } from "../../auth/caller.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import type { AuditLog, AuditTarget } from "./audited.ts";

/** A caller whose account is known. */
export interface AccountCaller extends Caller {
  readonly account: Membership;
  readonly viewer: Viewer;
}

/** The workflow of the path, which the caller may see, and their role on it. */
export interface FoundWorkflow extends WorkflowDetails {
  readonly role: Role;
}

interface Basics {
  readonly request: Request;
  readonly context: ManagementContext;
  readonly db: Database;
  /** Whose part of the isolate's time the call takes. */
  readonly share: Share;
  /** Headers to answer with. */
  readonly answerHeaders: Headers;
  /** Writes editing sessions into the audit log that are not in it yet. */
  endFlowEdits(of: { readonly workflowId: WorkflowId } | { readonly accountId: AccountId }): Promise<void>;
  /** What the audit log shows of a secret. */
  fingerprint(text: string): Promise<Fingerprint>;
}

/** The log of the account that the caller works in, and others. Only the events that the route declares can be written. */
interface Audited<R extends Route> {
  auditAs(target: AuditTarget): AuditLog<EventOf<R>>;
}

type Known<Access> = Access extends WorkflowCapability
  ? { readonly caller: AccountCaller; readonly workflow: FoundWorkflow; readonly workflowId: WorkflowId }
  : Access extends AccountCapability
    ? { readonly caller: AccountCaller }
    : Access extends "signed-in"
      ? { readonly caller: Caller }
      : unknown;

type OwnLog<R extends Route> = R["access"] extends WorkflowCapability | AccountCapability ? AuditLog<EventOf<R>> : unknown;

export type Call<R extends Route> = Basics &
  Audited<R> &
  OwnLog<R> &
  Known<R["access"]> & { readonly params: ParamsOf<R>; readonly query: QueryOf<R>; readonly body: BodyOf<R> };

/** Answers what the declaration says, or throws a Refusal. */
export type Handler<R extends Route> = (
  call: Call<R>,
) => Promise<R extends { readonly file: string } ? BodyInit : R extends { readonly status: 101 } ? Response : AnswerOf<R>>;
export type HandlersOf<Routes extends Readonly<Record<string, Route>>> = { readonly [Name in keyof Routes]: Handler<Routes[Name]> };
