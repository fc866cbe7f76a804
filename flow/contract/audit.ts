/** The audit log: reading it, taking it along, and checking that nothing in it was touched. */
import * as z from "zod";
import { categoryNames, eventNames } from "../audit/events.ts";
import { instant, pageOf, pageQuery, time } from "./fields.ts";
import { filterQuery } from "./filters.ts";
import { declareRoute } from "./route.ts";

const actorKind = z.enum(["user", "key", "anonymous", "system"]);

const entry = z
  .object({
    seq: z.int().meta({ description: "Counts from 1 in the account, without a gap." }),
    at: time,
    event: z.enum(eventNames),
    label: z.string().meta({ description: "The event in words." }),
    category: z.enum(categoryNames),
    user: z.object({
      kind: actorKind,
      id: z.string().meta({ description: "What the filter `user` takes." }),
      name: z.string(),
      via: z.string().nullable().meta({ description: "`session`, or the id of the access token." }),
    }),
    workflow: z.object({ id: z.string(), name: z.string() }).nullable(),
    subject: z.object({ id: z.string(), name: z.string() }).meta({ description: "What it happened to." }),
    description: z.string(),
    details: z.record(z.string(), z.unknown()),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable(),
    hash: z.string().meta({ description: "SHA-256 over the entry and the hash of the one before." }),
  })
  .meta({ id: "AuditEntry" });

const ofWorkflow = { category: z.enum(categoryNames), event: z.enum(eventNames), user: z.string().max(100) };

const selection = {
  from: instant.optional().meta({ description: "The earliest moment." }),
  to: instant.optional().meta({ description: "The latest moment." }),
  search: z.string().max(200).optional().meta({ description: "A part of the description or of a name, in any case." }),
};
const workflowSelection = z.object({ ...selection, ...filterQuery(ofWorkflow) });
const accountSelection = z.object({ ...selection, ...filterQuery({ ...ofWorkflow, workflow: z.string().max(100) }) });

const listWorkflowAudit = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/audit",
  access: "audit.see",
  summary: "What was changed in a workflow, the newest first",
  query: pageQuery.extend(workflowSelection.shape),
  answer: pageOf(entry),
  status: 200,
  errors: [],
});

const actor = z
  .object({ kind: actorKind, id: z.string().meta({ description: "What the filter `user` takes." }), name: z.string() })
  .meta({ id: "AuditUser", title: "Who did something" });

const usersQuery = pageQuery.extend({
  search: z.string().max(200).optional().meta({ description: "A part of the name, in any case." }),
});

const listWorkflowAuditUsers = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/audit/users",
  access: "audit.see",
  summary: "Everybody who stands in a workflow's log, by the name that they had last",
  query: usersQuery,
  answer: pageOf(actor),
  status: 200,
  errors: [],
});

const exportWorkflowAudit = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/audit.csv",
  access: "audit.see",
  summary: "The same as CSV (RFC 4180), whole",
  query: workflowSelection,
  file: "text/csv; charset=utf-8",
  status: 200,
  errors: [],
});

const listAudit = declareRoute({
  method: "GET",
  path: "/api/audit",
  access: "account.manage",
  summary: "What was changed in the account, its deleted workflows included, the newest first",
  query: pageQuery.extend(accountSelection.shape),
  answer: pageOf(entry),
  status: 200,
  errors: [],
});

const listAuditUsers = declareRoute({
  method: "GET",
  path: "/api/audit/users",
  access: "account.manage",
  summary: "Everybody who stands in the account's log, by the name that they had last",
  query: usersQuery,
  answer: pageOf(actor),
  status: 200,
  errors: [],
});

const exportAudit = declareRoute({
  method: "GET",
  path: "/api/audit.csv",
  access: "account.manage",
  summary: "The same as CSV (RFC 4180), whole",
  query: accountSelection,
  file: "text/csv; charset=utf-8",
  status: 200,
  errors: [],
});

const verifyAudit = declareRoute({
  method: "GET",
  path: "/api/audit/verify",
  access: "account.manage",
  summary: "Whether the account's chain of entries is whole, and where it first is not",
  answer: z.object({
    ok: z.boolean(),
    entries: z.int().meta({ description: "How many were found in order." }),
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
