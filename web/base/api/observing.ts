/** The part of the management API that looks over many runs: the overview, the export of traces, alerts. */
import type { AnswerOf, SentBodyOf, SentQueryOf } from "#flow/contract/route.ts";
import { call } from "./call.ts";
import type { Routes } from "./routes.ts";

export type Dashboard = AnswerOf<Routes["getDashboard"]>;
export type DashboardQuery = NonNullable<SentQueryOf<Routes["listDashboardWorkflows"]>>;
export type WorkflowFigures = AnswerOf<Routes["listDashboardWorkflows"]>["items"][number];
export type Telemetry = AnswerOf<Routes["getTelemetry"]>;
export type SentTelemetry = SentBodyOf<Routes["putTelemetry"]>;
export type AlertRule = AnswerOf<Routes["createAlertRule"]>;
export type SentAlertRule = SentBodyOf<Routes["createAlertRule"]>;
export type Alert = AnswerOf<Routes["listAlerts"]>["items"][number];

const at = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

export const dashboard = {
  get: (range: Dashboard["range"]) => call("GET", "/api/dashboard", { query: { range } }),
  workflows: (query: DashboardQuery) => call("GET", "/api/dashboard/workflows", { query }),
};

export const telemetry = {
  get: () => call("GET", "/api/telemetry", {}),
  put: (body: SentTelemetry) => call("PUT", "/api/telemetry", { body }),
  test: () => call("POST", "/api/telemetry/test", { body: {} }),
};

export const alerts = {
  rules: (workflowId: string, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/alerts", { params: { workflowId }, query: at(cursor) }),
  create: (workflowId: string, body: SentAlertRule) => call("POST", "/api/workflows/{workflowId}/alerts", { params: { workflowId }, body }),
  change: (workflowId: string, alertId: string, body: Partial<SentAlertRule>) =>
    call("PATCH", "/api/workflows/{workflowId}/alerts/{alertId}", { params: { workflowId, alertId }, body }),
  mute: (workflowId: string, alertId: string, until: number | null) =>
    call("POST", "/api/workflows/{workflowId}/alerts/{alertId}/mute", { params: { workflowId, alertId }, body: { until } }),
  delete: (workflowId: string, alertId: string) =>
    call("DELETE", "/api/workflows/{workflowId}/alerts/{alertId}", { params: { workflowId, alertId } }),
  test: (workflowId: string, alertId: string) =>
    call("POST", "/api/workflows/{workflowId}/alerts/{alertId}/test", { params: { workflowId, alertId }, body: {} }),
  history: (workflowId: string, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/alert-history", { params: { workflowId }, query: { limit: 20, ...at(cursor) } }),
};
