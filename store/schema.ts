/** Everything that an account shares, in D1. Times are epoch milliseconds; ids are of the kinds in `#flow/ids.ts`. */
export * from "./schema/identity.ts";
export * from "./schema/tenants.ts";
export * from "./schema/workflows.ts";
export * from "./schema/lanes.ts";
export * from "./schema/audit.ts";
export * from "./schema/flow-edits.ts";
export * from "./schema/people.ts";
export * from "./schema/variables.ts";
export * from "./schema/profiles.ts";
export * from "./schema/models.ts";
export * from "./schema/datasets.ts";
export * from "./schema/telemetry.ts";
export * from "./schema/alerts.ts";
export * from "./schema/rollups.ts";
