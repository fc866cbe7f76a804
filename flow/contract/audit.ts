/** The audit log: reading it, taking it along, and checking that nothing in it was touched. */
import * as z from "zod";
import { categoryNames, eventNames } from "../audit/events.ts";
import { instant, pageOf, pageQuery, time } from "./fields.ts";
import { filterQuery } from "../lists/filters.ts";
import { declareRoute } from "./route.ts";

const actorKind = z.enum(["user", "key", "anonymous", "system"]);

const entry = z
  .object({
    seq: z.int().meta({ description: "Counts from 1 in the account, without gaps." }),
    at: time,
    event: z.enum(eventNames),
    label: z.string().meta({ description: "The event as text." }),
    category: z.enum(categoryNames),
    user: z.object({
      kind: actorKind,
      id: z.string().meta({ description: "The value for the filter `user`." }),
      name: z.string(),
      via: z.string().nullable().meta({ description: "`session`, or the id of the access token." }),
    }),
    workflow: z.object({ id: z.string(), name: z.string() }).nullable(),
    subject: z.object({ id: z.string(), name: z.string() }).meta({ description: "What the event happened to." }),
    description: z.string(),
    details: z.record(z.string(), z.unknown()),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable(),
    hash: z.string().meta({ description: "SHA-256 of the entry and the hash of the previous entry." }),
  })
  .meta({ id: "AuditEntry" });

const ofWorkflow = { category: z.enum(categoryNames), event: z.enum(eventNames), user: z.string().max(100) };

const selection = {
  from: instant.optional().meta({ description: "The start of the time range." }),
  to: instant.optional().meta({ description: "The end of the time range." }),
  search: z.string().max(200).optional().meta({ description: "Part of the description or of a name. Not case-sensitive." }),
};
const workflowSelection = z.object({ ...selection, ...filterQuery(ofWorkflow) });
const accountSelection = z.object({ ...selection, ...filterQuery({ ...ofWorkflow, workflow: z.string().max(100) }) });

const listWorkflowAudit = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/audit",
  access: "audit.see",
  summary: "Lists the audit log of a workflow, newest first",
  query: pageQuery.extend(workflowSelection.shape),
  answer: pageOf(entry),
  status: 200,
  errors: [],
});

const actor = z
  .object({ kind: actorKind, id: z.string().meta({ description: "The value for the filter `user`." }), name: z.string() })
  .meta({ id: "AuditUser", title: "Audit user" });

const usersQuery = pageQuery.extend({
  search: z.string().max(200).optional().meta({ description: "Part of the name. Not case-sensitive." }),
});

const listWorkflowAuditUsers = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/audit/users",
  access: "audit.see",
  summary: "Lists the users in a workflow's audit log, by their latest name",
  query: usersQuery,
  answer: pageOf(actor),
  status: 200,
  errors: [],
});

const exportWorkflowAudit = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/audit.csv",
  access: "audit.see",
  summary: "Exports the audit log as CSV (RFC 4180)",
  query: workflowSelection,
  file: "text/csv; charset=utf-8",
  status: 200,
  errors: [],
});

const listAudit = declareRoute({
  method: "GET",
  path: "/api/audit",
  access: "account.manage",
  summary: "Lists the audit log of the account, including deleted workflows, newest first",
  query: pageQuery.extend(accountSelection.shape),
  answer: pageOf(entry),
  status: 200,
  errors: [],
});

const listAuditUsers = declareRoute({
  method: "GET",
  path: "/api/audit/users",
  access: "account.manage",
  summary: "Lists the users in the account's audit log, by their latest name",
  query: usersQuery,
  answer: pageOf(actor),
  status: 200,
  errors: [],
});

const exportAudit = declareRoute({
  method: "GET",
  path: "/api/audit.csv",
  access: "account.manage",
  summary: "Exports the audit log as CSV (RFC 4180)",
  query: accountSelection,
  file: "text/csv; charset=utf-8",
  status: 200,
  errors: [],
});

const verifyAudit = declareRoute({
  method: "GET",
  path: "/api/audit/verify",
  access: "account.manage",
  summary: "Verifies the account's audit log and returns the first broken entry",
  answer: z.object({
    ok: z.boolean(),
    entries: z.int().meta({ description: "How many entries were verified." }),
    firstProblem: z.object({ seq: z.int(), kind: z.enum(["altered", "missing", "reordered"]), message: z.string() }).optional(),
  }),
  status: 200,
  errors: [],
});

export const auditRoutes = {
  listWorkflowAudit,
  listWorkflowAuditUsers,
  exportWorkflowAudit,
  listAudit,
  listAuditUsers,
  exportAudit,
  verifyAudit,
};
