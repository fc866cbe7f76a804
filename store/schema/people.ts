/** How people come into an account, and the roles that it makes for itself. */
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { MailState } from "#flow/contract/invitations.ts";
import type { AccountId, InvitationId, RoleId, UserId } from "#flow/ids.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import type { WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { accounts } from "./tenants.ts";

export const roles = sqliteTable(
  "roles",
  {
    id: text("id").$type<RoleId>().primaryKey(),
    accountId: text("account_id")
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The name as it is compared and sorted. */
    nameKey: text("name_key").notNull(),
    description: text("description").notNull(),
    capabilities: text("capabilities", { mode: "json" }).$type<readonly WorkflowCapability[]>().notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [uniqueIndex("roles_name").on(table.accountId, table.nameKey)],
);

export const invitations = sqliteTable(
  "invitations",
  {
    id: text("id").$type<InvitationId>().primaryKey(),
    accountId: text("account_id")
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    /** In lower case. No one else may accept. */
    email: text("email").notNull(),
    role: text("role").$type<AccountRole>().notNull(),
    /** SHA-256 in hexadecimal of the token in the link. */
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: text("invited_by").$type<UserId>().notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    mailState: text("mail_state").$type<MailState>().notNull(),
    /** What the mail service said of a failure. */
    mailError: text("mail_error"),
    /** No foreign key: the person may be made in the same batch, after this. */
    acceptedBy: text("accepted_by").$type<UserId>(),
    acceptedAt: integer("accepted_at"),
    withdrawnAt: integer("withdrawn_at"),
  },
  (table) => [
    index("invitations_account").on(table.accountId, table.id),
    // An address has at most one invitation that waits for an answer, also where two people invite at the same moment.
    uniqueIndex("invitations_open")
      .on(table.accountId, table.email)
      .where(sql`accepted_at IS NULL AND withdrawn_at IS NULL`),
  ],
);
