/** The management API: everything under /api. Loaded only when it is asked for, so that callers of workflows do not wait for it. */
import { Hono } from "hono";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { answerProblem, answerThrown } from "./http/answer-problem.ts";
import type { ManagementContext } from "./bindings/management-context.ts";
import { idOfRequest } from "./http/request-id.ts";
import { alertHandlers } from "./routes/workflows/alerts.ts";
import { auditHandlers } from "./routes/account/audit.ts";
import { dashboardHandlers } from "./routes/account/dashboard.ts";
import { datasetHandlers } from "./routes/datasets/datasets.ts";
import { deploymentHandlers } from "./routes/workflows/deployment.ts";
import { exportHandlers } from "./routes/package/export.ts";
import { flowHandlers } from "./routes/flow/flow.ts";
import { invitationHandlers } from "./routes/people/invitations.ts";
import { importHandlers } from "./routes/package/import.ts";
import { keyHandlers } from "./routes/workflows/keys.ts";
import { memberHandlers } from "./routes/people/members.ts";
import { mountRoutes } from "./routes/frame/mount.ts";
import { modelHandlers } from "./routes/models/models.ts";
import { openapiHandlers } from "./routes/account/openapi.ts";
import { profileHandlers } from "./routes/profiles/profiles.ts";
import { rerunHandlers } from "./routes/runs/reruns.ts";
import { roleHandlers } from "./routes/people/roles.ts";
import { runHandlers } from "./routes/runs/runs.ts";
import { secretHandlers } from "./routes/account/secrets.ts";
import { sessionHandlers } from "./routes/people/session.ts";
import { testRunHandlers } from "./routes/runs/test-runs.ts";
import { sharingHandlers } from "./routes/workflows/sharing.ts";
import { telemetryHandlers } from "./routes/account/telemetry.ts";
import { tokenHandlers } from "./routes/people/tokens.ts";
import { variableHandlers } from "./routes/workflows/variables.ts";
import { versionHandlers } from "./routes/flow/versions.ts";
import { workflowHandlers } from "./routes/workflows/workflows.ts";

/** The app for one installation; made once in an isolate. */
export function managementApp(context: ManagementContext): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.res.headers.set("x-request-id", idOfRequest(c.req.raw));
    c.res.headers.set("x-content-type-options", "nosniff");
  });
  app.onError((thrown, c) => answerThrown(thrown, idOfRequest(c.req.raw)));
  app.notFound((c) => {
    const requestId = idOfRequest(c.req.raw);
    const allow = methodsOf(c.req.path);
    if (allow.length === 0) return answerProblem("not_found", { detail: "This address does not exist.", requestId });
    return answerProblem("method_not_allowed", { allow, requestId });
  });
  mountRoutes(app, context, routes, {
    ...sessionHandlers,
    ...memberHandlers,
    ...invitationHandlers,
    ...roleHandlers,
    ...workflowHandlers,
    ...sharingHandlers,
    ...flowHandlers,
    ...deploymentHandlers,
    ...keyHandlers,
    ...variableHandlers,
    ...secretHandlers,
    ...versionHandlers,
    ...exportHandlers,
    ...importHandlers,
    ...tokenHandlers,
    ...profileHandlers,
    ...modelHandlers,
    ...testRunHandlers,
    ...runHandlers,
    ...rerunHandlers,
    ...auditHandlers,
    ...datasetHandlers,
    ...telemetryHandlers,
    ...alertHandlers,
    ...dashboardHandlers,
    ...openapiHandlers,
  });
  return app;
}

/** The methods that an address takes; none where there is no such address. */
function methodsOf(path: string): string[] {
  const isHere = ({ path: pattern }: Route) => new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path);
  return Object.values<Route>(routes)
    .filter(isHere)
    .map(({ method }) => method);
}
