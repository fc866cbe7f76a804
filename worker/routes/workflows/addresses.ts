import type * as z from "zod";
import type { endpointAddresses } from "#flow/contract/workflows.ts";
import type { WorkflowId } from "#flow/ids.ts";
import type { DeployedSettings } from "#store/endpoint.ts";
import { baseUrl } from "../../http/base-url.ts";
import type { ManagementEnv } from "../../bindings/env.ts";

/** Where callers reach a deployed workflow. It never changes with a redeploy. */
export function addressesOf(
  workflowId: WorkflowId,
  settings: DeployedSettings,
  request: Request,
  env: ManagementEnv,
): z.output<typeof endpointAddresses> {
  const base = `${baseUrl(request, env)}/v1/workflows/${workflowId}`;
  const pushes = settings.async.enabled && settings.async.callbackUrl !== null;
  return { sync: `${base}/sync`, async: `${base}/async`, ...(pushes ? { push: `${base}/push` } : {}), openapi: `${base}/openapi.json` };
}
