/** Export of an account's runs as OpenTelemetry traces. */
import * as z from "zod";
import { limits } from "../limits.ts";
import { headerName } from "../outbound/request-head.ts";
import { time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const workflow = z.object({ id: z.string(), name: z.string() });

const telemetry = z
  .object({
    enabled: z.boolean(),
    endpoint: z.string().meta({ description: "The receiver's URL. Empty until it is set." }),
    headers: z.array(z.string()).meta({ description: "The names of the headers that are sent. Their values are never shown." }),
    workflows: z.array(workflow).nullable().meta({ description: "The only workflows whose runs are exported. Null means all workflows." }),
    ratio: z.number(),
    includeValues: z.boolean(),
    revision: z.int().meta({ description: "0 until telemetry is set up." }),
    updatedAt: time.nullable(),
    updatedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
    status: z
      .object({
        pending: z.int().meta({ description: "Runs that are queued." }),
        sent: z.int().meta({ description: "Runs that the receiver accepted." }),
        dropped: z.int().meta({ description: "Runs that were dropped." }),
        lastDroppedAt: time.nullable(),
        lastSentAt: time.nullable(),
        lastError: z.string().nullable(),
        lastErrorAt: time.nullable(),
        nextAttemptAt: time.nullable(),
      })
      .meta({ id: "TelemetryStatus" }),
  })
  .meta({ id: "Telemetry", title: "Telemetry" });

const getTelemetry = declareRoute({
  method: "GET",
  path: "/api/telemetry",
  access: "account.manage",
  summary: "Returns the telemetry settings and the delivery status",
  answer: telemetry,
  status: 200,
  errors: [],
});

const header = z.strictObject({
  name: z.string().trim().max(200).regex(headerName, "Use letters, digits and hyphens in header names."),
  value: z
    .string()
    .trim()
    .min(1, "Enter a value for the header.")
    .max(4_000)
    .regex(/^[\u0020-\u007e\u00a0-\u00ff\t]*$/, "The value contains a line break or another character that a header cannot contain."),
});

const putTelemetry = declareRoute({
  method: "PUT",
  path: "/api/telemetry",
  access: "account.manage",
  audit: ["telemetry.changed"],
  summary: "Sets up the export of runs as traces. Fields that are not in the body keep their value",
  description:
    "Runs that finish at least ten seconds later are sent with OTLP/HTTP as JSON: one span for the run and one for each attempt of each node.  " +
    "Send all headers. If they are left out, they are kept, unless the host changes.",
  body: z.strictObject({
    enabled: z.boolean().optional(),
    endpoint: z
      .url({ protocol: /^https?$/, error: "Enter a full URL that starts with https://." })
      .max(2_000)
      .optional()
      .meta({ description: "`/v1/traces` is added to a base URL." }),
    headers: z.array(header).max(limits.maxTelemetryHeaders, `Use at most ${limits.maxTelemetryHeaders} headers.`).optional(),
    workflows: z
      .array(z.string().max(100))
      .min(1, "Choose a workflow, or export all workflows.")
      .max(
        limits.maxTelemetryWorkflows,
        `Choose at most ${limits.maxTelemetryWorkflows} workflows, or export all of them and filter at the receiver.`,
      )
      .nullable()
      .optional(),
    ratio: z
      .number()
      .gt(0, "Enter a sampling rate greater than 0.")
      .max(1)
      .optional()
      .meta({ description: "The share of runs that is exported, greater than 0 and up to 1." }),
    includeValues: z.boolean().optional().meta({ description: "Whether to include inputs and outputs. Secrets are masked." }),
  }),
  answer: telemetry,
  status: 200,
  errors: ["conflict"],
});

const testTelemetry = declareRoute({
  method: "POST",
  path: "/api/telemetry/test",
  access: "account.manage",
  audit: ["telemetry.tested"],
  summary: "Sends a test trace with the saved settings",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: z.object({ ok: z.boolean(), message: z.string(), traceId: z.string() }),
  status: 200,
  errors: [],
});

export const telemetryRoutes = { getTelemetry, putTelemetry, testTelemetry };
