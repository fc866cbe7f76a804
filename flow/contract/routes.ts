/** Every route of the management API, by the name that the OpenAPI document gives it as its operationId. */
import { deploymentRoutes } from "./deployment.ts";
import { flowRoutes } from "./flow.ts";
import { keyRoutes } from "./keys.ts";
import { openapiRoutes } from "./openapi.ts";
import { sessionRoutes } from "./session.ts";
import { testRunRoutes } from "./test-runs.ts";
import { tokenRoutes } from "./tokens.ts";
import { versionRoutes } from "./versions.ts";
import { workflowRoutes } from "./workflows.ts";

export const routes = {
  ...sessionRoutes,
  ...workflowRoutes,
  ...flowRoutes,
  ...deploymentRoutes,
  ...keyRoutes,
  ...versionRoutes,
  ...tokenRoutes,
  ...testRunRoutes,
  ...openapiRoutes,
};
