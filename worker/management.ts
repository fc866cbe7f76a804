/** The management API: everything under /api. Loaded only when it is asked for, so that callers of workflows do not wait for it. */
import { Hono } from "hono";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { answerProblem, answerThrown } from "./answer-problem.ts";
import type { ManagementContext } from "./management-context.ts";
import { idOfRequest } from "./request-id.ts";
import { alertHandlers } from "./routes/alerts.ts";
import { auditHandlers } from "./routes/audit.ts";
import { dashboardHandlers } from "./routes/dashboard.ts";
import { datasetHandlers } from "./routes/datasets.ts";
import { deploymentHandlers } from "./routes/deployment.ts";
import { exportHandlers } from "./routes/export.ts";
import { flowHandlers } from "./routes/flow.ts";
import { invitationHandlers } from "./routes/invitations.ts";
import { importHandlers } from "./routes/import.ts";
import { keyHandlers } from "./routes/keys.ts";
import { memberHandlers } from "./routes/members.ts";
import { mountRoutes } from "./routes/mount.ts";
import { openapiHandlers } from "./routes/openapi.ts";
import { profileHandlers } from "./routes/profiles.ts";
import { rerunHandlers } from "./routes/reruns.ts";
import { roleHandlers } from "./routes/roles.ts";
import { runHandlers } from "./routes/runs.ts";
import { secretHandlers } from "./routes/secrets.ts";
import { sessionHandlers } from "./routes/session.ts";
import { testRunHandlers } from "./routes/test-runs.ts";
import { sharingHandlers } from "./routes/sharing.ts";
import { telemetryHandlers } from "./routes/telemetry.ts";
import { tokenHandlers } from "./routes/tokens.ts";
import { variableHandlers } from "./routes/variables.ts";
import { versionHandlers } from "./routes/versions.ts";
import { workflowHandlers } from "./routes/workflows.ts";

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
