/** The texts of access tokens. */
import type { TokenScope } from "#flow/rights/token-scopes.ts";

const scopes: Readonly<Record<TokenScope, { name: string; what: string }>> = {
  read: { name: "Read", what: "View everything that you can view." },
  write: { name: "Write", what: "Create, edit, import and test workflows, and change data sets." },
  deploy: { name: "Deploy", what: "Deploy and undeploy workflows." },
  admin: {
    name: "Administer",
    what: "Manage people, roles, sharing, API keys, tokens, profiles, models and the account, and delete workflows.",
  },
};

export const tokensLabels = {
  title: "Personal access tokens",
  lead: "Programs use a token to call the management API as you, with your rights in the account.",
  create: "Create token",
  columns: {
    name: "Name",
    token: "Token",
    account: "Account",
    created: "Created",
    used: "Last used",
    expires: "Expires",
    actions: "Actions",
  },
  empty: {
    title: "No access tokens yet",
    detail: "Create one token per program that manages workflows for you, for example a deployment script.",
  },
  deleteOf: (name: string) => `Delete ${name}`,
  deleteBody: "Programs that use this token lose access immediately. This cannot be undone.",
  confirmDelete: "Delete token",
  deleted: (name: string) => `Deleted ${name}`,
} as const;

export const scopesLabels = {
  title: "Scopes",
  all: "Everything that you can do",
  some: "Only these scopes",
  names: scopes,
  missing: "Choose at least one scope.",
  column: "Scopes",
  everything: "Everything",
} as const;
