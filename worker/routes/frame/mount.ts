/** Puts declared routes on the app: origin, caller, rights, validation, then the handler. In this order for every route. */
import type { Hono } from "hono";
import type * as z from "zod";
import { Refusal } from "#flow/problems/refusal.ts";
import type { Route } from "#flow/contract/route.ts";
import { limits } from "#flow/limits.ts";
import { toIssue } from "#flow/problems/issue.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { canInAccount, isAccountCapability } from "#flow/rights/account-rights.ts";
import { can, isWorkflowCapability, roleName, workflowRoleOf, type WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { hasScope, scopeFor, type TokenScope } from "#flow/rights/token-scopes.ts";
import { shareOf, type Share } from "#objects/turns/share.ts";
import { turns, workOfChar } from "#objects/turns/turns.ts";
import { database, type Database } from "#store/database.ts";
import { findWorkflow } from "#store/workflows.ts";
import { endFlowEdits } from "#store/audit/flow-edits.ts";
import { fingerprint } from "#store/audit/fingerprint.ts";
import { auditOrigin } from "../../http/audit-origin.ts";
import { findCaller, type Caller } from "../../auth/caller.ts";
import { checkOrigin } from "../../auth/origins.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import { readJson, readOptionalJson } from "../../http/read-json.ts";
import { whileAllowed } from "../../http/while-allowed.ts";
import { actorOf, auditLog, unlessBusy, type AuditTarget } from "./audited.ts";
import type { AccountCaller, FoundWorkflow, Handler, HandlersOf } from "./handler.ts";

export function mountRoutes<Routes extends Readonly<Record<string, Route>>>(
  app: Hono,
  context: ManagementContext,
  routes: Routes,
  handlers: HandlersOf<Routes>,
): void {
  for (const [name, route] of Object.entries(routes)) {
    // Each handler is typed against the route of its own name; here they are all alike.
    const handle = handlers[name] as unknown as Handler<Route>;
    app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ":$1"), async (c) => {
      const request = c.req.raw;
      const params = c.req.param() as Readonly<Record<string, string>>;
      checkOrigin(request, context.env.MILLRACE_PUBLIC_URL);
      const db = database(context.env.DB);
      const answerHeaders = new Headers();
      const known = await admit(context, db, request, route, params, answerHeaders);
      const query = route.query && validate(route.query, c.req.query());
      const share = shareOf(known.caller?.account?.id ?? "");
      if (turns.isOver(share)) await turns.next(share);
      const body = route.body && (await readBody(route.body, route.bodyRequired !== false, request, share));
      // What a handler may use beyond this is typed by its route's `access`, which `admit` has just established.
      const call = { ...audits(context, db, request, known), request, context, db, share, answerHeaders, params, query, body, ...known };
      const answer = await handle(call as unknown as Parameters<typeof handle>[0]);
      // The route's status says that its handler answers the response.
      if (route.status === 101) return answer;
      answerHeaders.set("cache-control", "no-store");
      if (route.file !== undefined) {
        answerHeaders.set("content-type", route.file);
        // The route's `file` says that its handler answers the bytes.
        const bytes: unknown = answer;
        const mayStill = async () => Boolean(await admit(context, database(context.env.DB), request, route, params, new Headers()));
        const body = bytes instanceof ReadableStream ? whileAllowed(bytes, mayStill, context.now) : answer;
        return new Response(body, { status: route.status, headers: answerHeaders });
      }
      if (route.status === 204 || route.status === 302) return new Response(null, { status: route.status, headers: answerHeaders });
      answerHeaders.set("content-type", "application/json");
      return new Response(JSON.stringify(answer), { status: route.status, headers: answerHeaders });
    });
  }
}

/** The ways to change something with an entry in the audit log: the caller's own account's, where it is known, and any other. */
function audits({ env, now }: ManagementContext, db: Database, request: Request, { caller, workflow }: Known) {
  const print = (text: string) => fingerprint(text, env.MILLRACE_AUTH_SECRET);
  const endEdits = (of: Parameters<typeof endFlowEdits>[1]) => unlessBusy(() => endFlowEdits(db, of, print));
  const auditAs = (target: AuditTarget) => auditLog(db, target, auditOrigin(request, env, now()), endEdits);
  const own = caller?.account && auditAs({ accountId: caller.account.id, actor: actorOf(caller), workflow: workflow ?? null });
  return { ...own, auditAs, endFlowEdits: endEdits, fingerprint: print };
}

interface Known {
  readonly caller?: Caller;
  readonly workflow?: FoundWorkflow;
  readonly workflowId?: WorkflowId;
}

/** 404 if the caller may not see it; 403 if the caller may see it but not do this. */
async function admit(
  context: ManagementContext,
  db: Database,
  request: Request,
  { access, method }: Route,
  { workflowId }: Readonly<Record<string, string>>,
  answerHeaders: Headers,
): Promise<Known> {
  if (access === "public") return {};
  const caller = await findCaller(context, db, request);
  if (!caller) throw new Refusal("unauthenticated", { detail: "The request has no valid session or token." });
  if (caller.via.kind === "session") for (const cookie of caller.via.cookies) answerHeaders.append("set-cookie", cookie);
  requireScope(caller, scopeFor(method, access));
  if (access === "signed-in") return { caller };
  const inAccount = requireAccount(caller);
  if (isAccountCapability(access)) {
    if (!canInAccount(inAccount.account.role, access))
      throw new Refusal("forbidden", { detail: `The role ${inAccount.account.role} in this account does not allow this.` });
    return { caller: inAccount };
  }
  if (!isWorkflowCapability(access)) throw new Error(`The access ${String(access)} is not known.`);
  // Ids come from outside; what is none is found in no row.
  const workflow = await requireWorkflow(db, inAccount, workflowId as WorkflowId, access);
  return { caller: inAccount, workflow, workflowId: workflow.id };
}

/** Before any lookup, so that the answer reveals nothing about what exists. */
function requireScope({ via }: Caller, scope: TokenScope): void {
  if (via.kind === "session" || hasScope(via.scopes, scope)) return;
  throw new Refusal("forbidden", {
    detail: `This needs a token with the scope ${scope}. The token has: ${via.scopes?.join(", ")}.`,
    suggestion: "Create a token with that scope.",
  });
}

function requireAccount(caller: Caller): AccountCaller {
  const { account, user } = caller;
  if (!account)
    throw new Refusal("forbidden", {
      detail: "You no longer belong to an account.",
      suggestion: "Ask an Owner of an account to invite you.",
    });
  return { ...caller, account, viewer: { userId: user.id, accountId: account.id, role: account.role } };
}

async function requireWorkflow(
  db: Database,
  { viewer }: AccountCaller,
  id: WorkflowId,
  capability: WorkflowCapability,
): Promise<FoundWorkflow> {
  const workflow = await findWorkflow(db, viewer, id);
  const role = workflow && workflowRoleOf(viewer.role, workflow.given);
  if (!role) throw new Refusal("not_found", { detail: "The workflow does not exist, or you do not have access to it." });
  if (!can(role, capability))
    throw new Refusal("forbidden", { detail: `The role ${roleName(role)} on this workflow does not allow this.` });
  return { ...workflow, role };
}

async function readBody(schema: z.ZodType, required: boolean, request: Request, share: Share): Promise<unknown> {
  const value = await (required ? readJson : readOptionalJson)(request, limits.maxRequestBytes);
  // As far as it is stated: the rest is counted where the work is done.
  turns.did(Number(request.headers.get("content-length") ?? 0) * workOfChar, share);
  return value === undefined ? undefined : validate(schema, value);
}

function validate(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal("validation_failed", { errors: parsed.error.issues.flatMap((issue) => toIssue(issue)) });
}
