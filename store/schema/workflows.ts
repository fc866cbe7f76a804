/** Workflows and what belongs to one: its people, versions, deployments and keys. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { AccountId, DeploymentId, KeyId, RoleId, UserId, VersionId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { WorkflowRole } from "#flow/rights/roles.ts";
import type { WorkflowStatus } from "#flow/contract/workflow-status.ts";
import { accounts } from "./tenants.ts";
import { users } from "./identity.ts";

export const workflows = sqliteTable(
  "workflows",
  {
    id: text("id").$type<WorkflowId>().primaryKey(),
    accountId: text("account_id")
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The name as it is compared and sorted: `nameKey` of store/workflows.ts. */
    nameKey: text("name_key").notNull(),
    description: text("description").notNull(),
    status: text("status").$type<WorkflowStatus>().notNull(),
    ownerId: text("owner_id")
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    /** The draft, as JSON text. */
    draft: text("draft").notNull(),
    draftRevision: integer("draft_revision").notNull(),
    /** DeployedSettings as JSON text: what the next deployment will freeze. */
    endpoint: text("endpoint").notNull(),
    /** What the endpoint runs. No foreign key: deployments already point here. */
    deploymentId: text("deployment_id").$type<DeploymentId>(),
    /** How long runs are kept after they end. */
    runRetentionDays: integer("run_retention_days").notNull().default(limits.runRetentionDays),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("workflows_name").on(table.accountId, table.nameKey),
    index("workflows_changed").on(table.accountId, table.updatedAt, table.id),
    index("workflows_owner").on(table.ownerId, table.accountId),
  ],
);

export const workflowMembers = sqliteTable(
  "workflow_members",
  {
    workflowId: text("workflow_id")
      .$type<WorkflowId>()
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** A built-in role's name, or a custom role's id. No foreign key, because it may be either; store/roles.ts keeps it true. */
    role: text("role").$type<WorkflowRole | RoleId>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.userId] }),
    index("workflow_members_user").on(table.userId),
    index("workflow_members_role").on(table.role),
  ],
);

/** Copies of a flow that never change. One that was deleted is hidden, not gone: runs load theirs by its id. */
export const versions = sqliteTable(
  "versions",
  {
    id: text("id").$type<VersionId>().primaryKey(),
    workflowId: text("workflow_id")
      .$type<WorkflowId>()
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    /** Counts from 1 in its workflow. */
    number: integer("number").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    flow: text("flow").notNull(),
    /** SHA-256 in hexadecimal of the flow's text, so that equal flows are found without reading them all. */
    flowHash: text("flow_hash"),
    /** The last revision of the draft that had this flow, so that deploying the same draft twice makes one version. */
    draftRevision: integer("draft_revision").notNull(),
    createdBy: text("created_by")
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer("created_at").notNull(),
    deletedAt: integer("deleted_at"),
  },
  (table) => [
    uniqueIndex("versions_number").on(table.workflowId, table.number),
    index("versions_flow").on(table.workflowId, table.flowHash),
  ],
);

/** A version with the defaults and the endpoint settings that were valid when it was deployed. */
export const deployments = sqliteTable(
  "deployments",
  {
    id: text("id").$type<DeploymentId>().primaryKey(),
    workflowId: text("workflow_id")
      .$type<WorkflowId>()
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    versionId: text("version_id")
      .$type<VersionId>()
      .notNull()
      .references(() => versions.id),
    /** DeployedSettings as JSON text. */
    settings: text("settings").notNull(),
    /** ResolvedFlow as JSON text: what its runs run. Null where it was deployed before defaults were frozen. */
    plan: text("plan"),
    createdBy: text("created_by")
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("deployments_workflow").on(table.workflowId, table.createdAt)],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").$type<KeyId>().primaryKey(),
    workflowId: text("workflow_id")
      .$type<WorkflowId>()
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    /** SHA-256 in hexadecimal of the whole key. */
    hash: text("hash").notNull().unique(),
    prefix: text("prefix").notNull(),
    last4: text("last4").notNull(),
    name: text("name").notNull(),
    createdBy: text("created_by")
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer("created_at").notNull(),
    /** Written at most once a minute. */
    lastUsedAt: integer("last_used_at"),
    expiresAt: integer("expires_at"),
    ratePerMinute: integer("rate_per_minute"),
    revokedAt: integer("revoked_at"),
  },
  (table) => [index("api_keys_workflow").on(table.workflowId, table.id)],
);
