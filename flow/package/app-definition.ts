/** `app_definition.json`: what a workflow is beside its flow and its variables. */
import * as z from "zod";
import { endpointTimeouts } from "../contract/deployment.ts";
import { nameOf } from "../contract/fields.ts";

const { sync, async } = endpointTimeouts;
const scanners = z
  .array(
    z.strictObject({
      type: z.string().min(1).max(100),
      threshold: z.number(),
      endAbove: z.number().nullable(),
      settings: z.record(z.string(), z.unknown()),
    }),
  )
  .max(100);

export const appDefinition = z
  .strictObject({
    schemaVersion: z.literal(1),
    name: nameOf("workflow", 100),
    description: z.string().max(2_000),
    version: z.strictObject({
      name: nameOf("version", 100),
      description: z.string().max(2_000),
      createdAt: z.iso.datetime().nullable().meta({ description: "Null for a draft." }),
    }),
    endpoint: z.strictObject({
      sync: z.strictObject({ timeoutSec: z.int().min(sync.min).max(sync.max) }),
      async: z.strictObject({
        enabled: z.boolean(),
        callbackUrl: z.string().max(2_000).nullable(),
        timeoutSec: z.int().min(async.min).max(async.max).nullable(),
      }),
    }),
    guardrails: z.strictObject({ input: scanners, output: scanners }),
  })
  .meta({ id: "AppDefinition" });

export type AppDefinition = z.output<typeof appDefinition>;
export type PackagedEndpoint = AppDefinition["endpoint"];

/** The version of a draft that is not a version yet. It has no date, so exporting it twice gives the same bytes. */
export const draftVersion: AppDefinition["version"] = { name: "In development", description: "", createdAt: null };
