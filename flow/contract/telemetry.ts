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
    endpoint: z.string().meta({ description: "The receiver's address; empty before one was given." }),
    headers: z.array(z.string()).meta({ description: "The names of the headers that are sent. Their values are never shown." }),
    workflows: z.array(workflow).nullable().meta({ description: "The only workflows whose runs are exported; null is all." }),
    ratio: z.number(),
    includeValues: z.boolean(),
    revision: z.int().meta({ description: "0 before anything was set up." }),
    updatedAt: time.nullable(),
    updatedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
    status: z
      .object({
        pending: z.int().meta({ description: "Runs that wait to be sent." }),
        sent: z.int().meta({ description: "Runs that the receiver took." }),
        dropped: z.int().meta({ description: "Runs that were given up." }),
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
  summary: "Where the account's runs are exported to, and how that goes",
  answer: telemetry,
  status: 200,
  errors: [],
});

const header = z.strictObject({
  name: z.string().trim().max(200).regex(headerName, "A header's name has letters, digits and hyphens."),
  value: z
    .string()
    .trim()
    .min(1, "Give the header a value.")
    .max(4_000)
    .regex(/^[\u0020-\u007e\u00a0-\u00ff\t]*$/, "The value holds a line break or another character that a header cannot hold."),
});

const putTelemetry = declareRoute({
  method: "PUT",
  path: "/api/telemetry",
  access: "account.manage",
  audit: ["telemetry.changed"],
  summary: "Sets up the export of runs as traces; what the body leaves out stays",
  description:
    "Runs that end from ten seconds later on are sent by OTLP/HTTP as JSON: a span for the run, one for each try of each node. " +
    "Headers are given whole; left out, they stay, but not for another host.",
  body: z.strictObject({
    enabled: z.boolean().optional(),
    endpoint: z
      .url({ protocol: /^https?$/, error: "Give a full address that begins with https://." })
      .max(2_000)
      .optional()
      .meta({ description: "`/v1/traces` is added to a base address." }),
    headers: z.array(header).max(limits.maxTelemetryHeaders, `At most ${limits.maxTelemetryHeaders} headers can be sent.`).optional(),
    workflows: z
      .array(z.string().max(100))
      .min(1, "Choose a workflow, or export all.")
      .max(
        limits.maxTelemetryWorkflows,
        `At most ${limits.maxTelemetryWorkflows} workflows can be chosen; export all, and filter at the receiver.`,
      )
      .nullable()
      .optional(),
    ratio: z
      .number()
      .gt(0, "Give a share above 0.")
      .max(1)
      .optional()
      .meta({ description: "The share of runs that is exported, up to 1." }),
    includeValues: z.boolean().optional().meta({ description: "Whether inputs and outputs go along. Secrets in them are masked." }),
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
  summary: "Sends a test trace with the settings as they are stored",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: z.object({ ok: z.boolean(), message: z.string(), traceId: z.string() }),
  status: 200,
  errors: [],
});

export const telemetryRoutes = { getTelemetry, putTelemetry, testTelemetry };
