/** The management API as the pages use it: one line a route, typed by the declarations in flow/contract. */
import type { AnswerOf, SentBodyOf, SentQueryOf } from "#flow/contract/route.ts";
import type { Routes } from "./routes.ts";
import { call, callWithHeaders } from "./call.ts";

export type Me = AnswerOf<Routes["getMe"]>;
export type WorkflowSummary = AnswerOf<Routes["listWorkflows"]>["items"][number];
export type Workflow = AnswerOf<Routes["getWorkflow"]>;
export type WorkflowQuery = NonNullable<SentQueryOf<Routes["listWorkflows"]>>;
export type FlowAndProblems = AnswerOf<Routes["getFlow"]>;
export type FlowDocument = FlowAndProblems["flow"];
export type FlowProblem = FlowAndProblems["problems"][number];
export type EndpointSettings = AnswerOf<Routes["getEndpoint"]>;
export type SentEndpointSettings = SentBodyOf<Routes["putEndpoint"]>;
export type ApiKey = AnswerOf<Routes["listKeys"]>["items"][number];
export type SentKey = SentBodyOf<Routes["createKey"]>;
export type AccessToken = AnswerOf<Routes["listTokens"]>["items"][number];
export type SentToken = SentBodyOf<Routes["createToken"]>;

export const account = {
  me: () => call("GET", "/api/me", {}),
  signIn: (email: string, password: string) => call("POST", "/api/auth/sign-in/email", { body: { email, password } }),
  /** Who may sign up here. */
  signUpState: () => call("GET", "/api/auth/sign-up", {}),
  signUp: (name: string, email: string, password: string) => call("POST", "/api/auth/sign-up/email", { body: { name, email, password } }),
  signOut: () => call("POST", "/api/auth/sign-out", { body: {} }),
};

export const workflows = {
  list: (query: WorkflowQuery) => call("GET", "/api/workflows", { query }),
  create: (name: string, description: string) => call("POST", "/api/workflows", { body: { name, description } }),
  get: (workflowId: string) => call("GET", "/api/workflows/{workflowId}", { params: { workflowId } }),
  update: (workflowId: string, body: { name?: string; description?: string; runRetentionDays?: number }) =>
    call("PATCH", "/api/workflows/{workflowId}", { params: { workflowId }, body }),
  delete: (workflowId: string) => call("DELETE", "/api/workflows/{workflowId}", { params: { workflowId } }),
  deploy: (workflowId: string) => call("POST", "/api/workflows/{workflowId}/deploy", { params: { workflowId }, body: {} }),
  undeploy: (workflowId: string) => call("POST", "/api/workflows/{workflowId}/undeploy", { params: { workflowId }, body: {} }),
  version: (workflowId: string, versionId: string) =>
    call("GET", "/api/workflows/{workflowId}/versions/{versionId}", { params: { workflowId, versionId } }),
};

export const flows = {
  async get(workflowId: string): Promise<FlowAndProblems & { etag: string | null }> {
    const { answer, headers } = await callWithHeaders("GET", "/api/workflows/{workflowId}/flow", { params: { workflowId } });
    return { ...answer, etag: headers.get("etag") };
  },
  /** Saves only over the state with that ETag; null saves over any. */
  async put(workflowId: string, flow: unknown, etag: string | null): Promise<FlowAndProblems & { etag: string | null }> {
    const { answer, headers } = await callWithHeaders("PUT", "/api/workflows/{workflowId}/flow", {
      params: { workflowId },
      body: flow,
      ...(etag === null ? {} : { headers: { "if-match": etag } }),
    });
    return { ...answer, etag: headers.get("etag") };
  },
  validate: (workflowId: string, flow: unknown, signal: AbortSignal) =>
    call("POST", "/api/workflows/{workflowId}/validate", { params: { workflowId }, body: flow, signal }),
};

export const endpoints = {
  get: (workflowId: string) => call("GET", "/api/workflows/{workflowId}/endpoint", { params: { workflowId } }),
  put: (workflowId: string, body: SentEndpointSettings) =>
    call("PUT", "/api/workflows/{workflowId}/endpoint", { params: { workflowId }, body }),
};

export const keys = {
  list: (workflowId: string, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/keys", { params: { workflowId }, ...(cursor ? { query: { cursor } } : {}) }),
  create: (workflowId: string, body: SentKey) => call("POST", "/api/workflows/{workflowId}/keys", { params: { workflowId }, body }),
  delete: (workflowId: string, keyId: string) =>
    call("DELETE", "/api/workflows/{workflowId}/keys/{keyId}", { params: { workflowId, keyId } }),
};

export const tokens = {
  list: (cursor?: string) => call("GET", "/api/tokens", cursor ? { query: { cursor } } : {}),
  create: (body: SentToken) => call("POST", "/api/tokens", { body }),
  delete: (tokenId: string) => call("DELETE", "/api/tokens/{tokenId}", { params: { tokenId } }),
};
