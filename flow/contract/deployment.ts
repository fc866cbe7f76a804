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
  .meta({ description: "Null means none." });

const endpointSettings = z
  .object({
    sync: z.object({ timeoutSec: syncTimeout }),
    async: z.object({
      enabled: z.boolean(),
      callbackUrl: z.string().nullable().meta({
        description: "Where results are pushed to; null where they are not. Only its origin for those who may not edit the workflow.",
      }),
      hasAccessToken: z.boolean().meta({ description: "Whether pushes carry a bearer token. The token itself is never shown." }),
      signingSecret: z
        .string()
        .nullable()
        .meta({ description: "Signs pushes as Standard Webhooks says. Null for those who may not edit the workflow." }),
      timeoutSec: asyncTimeout,
    }),
    needsRedeploy: z.boolean().meta({ description: "The deployed workflow still runs with other settings." }),
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
        .regex(/^[\u0021-\u007e]*$/, "The token goes into a header: printable ASCII without spaces.")
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
  summary: "The endpoint's settings for the next deployment",
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
  summary: "Changes the endpoint's settings; they take effect with the next deployment",
  description: "What is left out stays as it is.",
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
  summary: "Freezes the flow in development and the endpoint's settings, and puts them behind the workflow's address",
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
  summary: "Takes the endpoint away and cancels the runs that are under way",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: workflow,
  status: 200,
  errors: ["conflict"],
});

export const deploymentRoutes = { getEndpoint, putEndpoint, deploy, undeploy };
