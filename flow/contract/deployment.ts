/** Deploying, and the settings that a deployment freezes. */
import * as z from "zod";
import { declareRoute } from "./route.ts";
import { endpointAddresses, workflow } from "./workflows.ts";

/** SPEC: how long a call may take, in seconds. */
export const endpointTimeouts = { sync: { min: 60, max: 300, default: 180 }, async: { min: 60, max: 600, default: 180 } } as const;

const syncTimeout = z.int().min(endpointTimeouts.sync.min).max(endpointTimeouts.sync.max);
const asyncTimeout = z
  .int()
  .min(endpointTimeouts.async.min)
  .max(endpointTimeouts.async.max)
  .nullable()
  .meta({ description: "Null means no timeout." });

const endpointSettings = z
  .object({
    sync: z.object({ timeoutSec: syncTimeout }),
    async: z.object({
      enabled: z.boolean(),
      callbackUrl: z.string().nullable().meta({
        description: "Where results are pushed. Null if push is off. People who cannot edit the workflow see only the origin.",
      }),
      hasAccessToken: z.boolean().meta({ description: "Whether pushes have a bearer token. The token is never shown." }),
      signingSecret: z
        .string()
        .nullable()
        .meta({ description: "Signs pushes (Standard Webhooks). Null for people who cannot edit the workflow." }),
      timeoutSec: asyncTimeout,
    }),
    needsRedeploy: z.boolean().meta({ description: "The deployed workflow still uses different settings." }),
  })
  .meta({ id: "EndpointSettings" });

const newEndpointSettings = z.strictObject({
  sync: z.strictObject({ timeoutSec: syncTimeout.optional() }).optional(),
  async: z
    .strictObject({
      enabled: z.boolean().optional(),
      callbackUrl: z.string().max(2_000).nullish(),
      accessToken: z
        .string()
        .min(1)
        .max(4_000)
        .regex(/^[\u0021-\u007e]*$/, "Use printable ASCII characters without spaces.")
        .nullish()
        .meta({ description: "Write-only. Null removes it." }),
      timeoutSec: asyncTimeout.optional(),
      hasAccessToken: z.unknown().optional().meta({ description: "Read-only; ignored." }),
      signingSecret: z.unknown().optional().meta({ description: "Read-only; ignored." }),
    })
    .optional(),
  needsRedeploy: z.unknown().optional().meta({ description: "Read-only; ignored." }),
});

const getEndpoint = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/endpoint",
  access: "workflow.see",
  summary: "Returns the endpoint settings for the next deployment",
  answer: endpointSettings,
  status: 200,
  errors: [],
});

const putEndpoint = declareRoute({
  method: "PUT",
  path: "/api/workflows/{workflowId}/endpoint",
  access: "workflow.edit",
  audit: [
    "endpoint.syncTimeoutChanged",
    "endpoint.asyncTimeoutChanged",
    "endpoint.asyncTurnedOn",
    "endpoint.asyncTurnedOff",
    "endpoint.callbackChanged",
    "endpoint.accessTokenChanged",
    "endpoint.accessTokenRemoved",
  ],
  summary: "Changes the endpoint settings. They take effect with the next deployment",
  description: "Fields that are not in the body keep their value.",
  body: newEndpointSettings,
  answer: endpointSettings,
  status: 200,
  errors: ["conflict"],
});

const deploy = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/deploy",
  access: "workflow.deploy",
  audit: ["workflow.deployed"],
  summary: "Deploys the draft with the current endpoint settings",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: z.object({ deploymentId: z.string(), versionId: z.string(), endpoints: endpointAddresses }),
  status: 200,
  errors: ["not_deployable", "conflict"],
});

const undeploy = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/undeploy",
  access: "workflow.deploy",
  audit: ["workflow.undeployed"],
  summary: "Undeploys the workflow and cancels its runs in progress",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: workflow,
  status: 200,
  errors: ["conflict"],
});

export const deploymentRoutes = { getEndpoint, putEndpoint, deploy, undeploy };
