/** The management of one workflow as its pages use it: variables, people, versions, import and export, audit. */
import type { AnswerOf, SentBodyOf, SentQueryOf } from "#flow/contract/route.ts";
import { call, callWithHeaders } from "./call.ts";
import { request, requestFile } from "./client.ts";
import type { Routes } from "./routes.ts";

export type Variable = AnswerOf<Routes["listVariables"]>["items"][number];
export type SentVariable = SentBodyOf<Routes["createVariable"]>;
export type VariableChange = SentBodyOf<Routes["changeVariable"]>;
export type WorkflowMember = AnswerOf<Routes["listWorkflowMembers"]>["items"][number];
export type ShareResult = AnswerOf<Routes["shareWorkflow"]>["results"][number];
export type Role = AnswerOf<Routes["listRoles"]>["items"][number];
export type Version = AnswerOf<Routes["listVersions"]>["items"][number];
export type FlowDiff = AnswerOf<Routes["diffVersions"]>["diff"];
export type ImportPreview = AnswerOf<Routes["previewImport"]>;
export type ImportDone = AnswerOf<Routes["importVersion"]>;
export type ImportedWorkflow = AnswerOf<Routes["importWorkflow"]>;
export type MissingDependencies = ImportPreview["missing"];
export type Resolutions = Record<string, { action: "keep" | "overwrite"; value?: string }>;
export type AuditEntry = AnswerOf<Routes["listAudit"]>["items"][number];
export type AuditQuery = Omit<NonNullable<SentQueryOf<Routes["listAudit"]>>, "limit">;
export type AuditVerdict = AnswerOf<Routes["verifyAudit"]>;

const page = (cursor: string | undefined) => (cursor ? { query: { cursor } } : {});

export const variables = {
  list: (workflowId: string, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/variables", { params: { workflowId }, ...page(cursor) }),
  create: (workflowId: string, body: SentVariable) =>
    call("POST", "/api/workflows/{workflowId}/variables", { params: { workflowId }, body }),
  change: (workflowId: string, name: string, body: VariableChange) =>
    call("PATCH", "/api/workflows/{workflowId}/variables/{name}", { params: { workflowId, name }, body }),
  delete: (workflowId: string, name: string) =>
    call("DELETE", "/api/workflows/{workflowId}/variables/{name}", { params: { workflowId, name } }),
};

export const sharing = {
  list: (workflowId: string, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/members", { params: { workflowId }, ...page(cursor) }),
  share: (workflowId: string, emails: string[], role: string) =>
    call("POST", "/api/workflows/{workflowId}/invitations", { params: { workflowId }, body: { emails, role } }),
  changeRole: (workflowId: string, userId: string, role: string) =>
    call("PATCH", "/api/workflows/{workflowId}/members/{userId}", { params: { workflowId, userId }, body: { role } }),
  remove: (workflowId: string, userId: string) =>
    call("DELETE", "/api/workflows/{workflowId}/members/{userId}", { params: { workflowId, userId } }),
  leave: (workflowId: string) => call("POST", "/api/workflows/{workflowId}/leave", { params: { workflowId }, body: {} }),
  transfer: (workflowId: string, userId: string) =>
    call("POST", "/api/workflows/{workflowId}/transfer", { params: { workflowId }, body: { userId } }),
  /** Built-in roles first, then the account's own. */
  async roles(): Promise<Role[]> {
    const { builtIn, items } = await call("GET", "/api/roles", {});
    return [...builtIn, ...items];
  },
};

export const versions = {
  list: (workflowId: string, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/versions", { params: { workflowId }, ...page(cursor) }),
  create: (workflowId: string, name: string, description: string) =>
    call("POST", "/api/workflows/{workflowId}/versions", { params: { workflowId }, body: { name, description } }),
  update: (workflowId: string, versionId: string, body: { name: string; description: string }) =>
    call("PATCH", "/api/workflows/{workflowId}/versions/{versionId}", { params: { workflowId, versionId }, body }),
  restore: (workflowId: string, versionId: string, etag: string | null) =>
    call("POST", "/api/workflows/{workflowId}/versions/{versionId}/restore", {
      params: { workflowId, versionId },
      body: {},
      ...(etag === null ? {} : { headers: { "if-match": etag } }),
    }),
  delete: (workflowId: string, versionId: string) =>
    call("DELETE", "/api/workflows/{workflowId}/versions/{versionId}", { params: { workflowId, versionId } }),
  diff: (workflowId: string, from: string, to: string) =>
    call("GET", "/api/workflows/{workflowId}/diff", { params: { workflowId }, query: { from, to } }),
  /** The ETag of the draft, so that a save replaces only the state that was shown. */
  async draftTag(workflowId: string): Promise<string | null> {
    return (await callWithHeaders("GET", "/api/workflows/{workflowId}/flow", { params: { workflowId } })).headers.get("etag");
  },
};

const at = (workflowId: string) => `/api/workflows/${encodeURIComponent(workflowId)}`;

/** Imports are sent as forms with files; what they are answered with has the declarations' types, as in `call`. */
export const transfer = {
  export: (workflowId: string, version: string | undefined, backup = false) =>
    requestFile(`${at(workflowId)}/export`, { version, backup: backup ? "true" : undefined }),
  async preview(workflowId: string, form: FormData): Promise<ImportPreview & { etag: string | null }> {
    const { body, headers } = await request("POST", `${at(workflowId)}/import/preview`, { body: form });
    return { ...(body as ImportPreview), etag: headers.get("etag") };
  },
  async importVersion(workflowId: string, form: FormData, etag: string | null): Promise<ImportDone> {
    const headers = etag === null ? {} : { "if-match": etag };
    return (await request("POST", `${at(workflowId)}/import`, { body: form, headers })).body as ImportDone;
  },
  async importWorkflow(form: FormData): Promise<ImportedWorkflow> {
    return (await request("POST", "/api/workflows/import", { body: form })).body as ImportedWorkflow;
  },
};

/** `base` is `/api` for the account's log, `/api/workflows/{id}` for a workflow's. */
export const audit = {
  async list(base: string, query: AuditQuery): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
    const { body } = await request("GET", `${base}/audit`, { query });
    return body as AnswerOf<Routes["listAudit"]>;
  },
  async users(base: string, query: { search?: string; cursor?: string }): Promise<AnswerOf<Routes["listAuditUsers"]>> {
    return (await request("GET", `${base}/audit/users`, { query })).body as AnswerOf<Routes["listAuditUsers"]>;
  },
  csv: (base: string, query: AuditQuery) => requestFile(`${base}/audit.csv`, query),
  verify: () => call("GET", "/api/audit/verify", {}),
};
