/** Every route of the management API, by the name that the OpenAPI document gives it as its operationId. */
import { alertRoutes } from "./alerts.ts";
import { auditRoutes } from "./audit.ts";
import { dashboardRoutes } from "./dashboard.ts";
import { datasetRoutes } from "./datasets.ts";
import { deploymentRoutes } from "./deployment.ts";
import { exportRoutes } from "./export.ts";
import { flowRoutes } from "./flow.ts";
import { invitationRoutes } from "./invitations.ts";
import { importRoutes } from "./import.ts";
import { keyRoutes } from "./keys.ts";
import { memberRoutes } from "./members.ts";
import { modelRoutes } from "./models.ts";
import { openapiRoutes } from "./openapi.ts";
import { profileRoutes } from "./profiles.ts";
import { rerunRoutes } from "./reruns.ts";
import { roleRoutes } from "./roles.ts";
import { runRoutes } from "./runs.ts";
import { secretRoutes } from "./secrets.ts";
import { sessionRoutes } from "./session.ts";
import { testRunRoutes } from "./test-runs.ts";
import { sharingRoutes } from "./sharing.ts";
import { telemetryRoutes } from "./telemetry.ts";
import { tokenRoutes } from "./tokens.ts";
import { variableRoutes } from "./variables.ts";
import { versionRoutes } from "./versions.ts";
import { workflowRoutes } from "./workflows.ts";

export const routes = {
  ...sessionRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...roleRoutes,
  ...workflowRoutes,
  ...sharingRoutes,
  ...flowRoutes,
  ...deploymentRoutes,
  ...keyRoutes,
  ...variableRoutes,
  ...secretRoutes,
  ...versionRoutes,
  ...exportRoutes,
  ...importRoutes,
  ...tokenRoutes,
  ...profileRoutes,
  ...modelRoutes,
  ...testRunRoutes,
  ...runRoutes,
  ...rerunRoutes,
  ...auditRoutes,
  ...datasetRoutes,
  ...telemetryRoutes,
  ...alertRoutes,
  ...dashboardRoutes,
  ...openapiRoutes,
};
