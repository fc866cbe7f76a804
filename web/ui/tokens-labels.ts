/** The texts of access tokens. */
import type { TokenScope } from "#flow/rights/token-scopes.ts";

const scopes: Readonly<Record<TokenScope, { name: string; what: string }>> = {
  read: { name: "Read", what: "See everything that you may see." },
  write: { name: "Write", what: "Create, edit and import workflows, run them on the canvas, change data sets." },
  deploy: { name: "Deploy", what: "Deploy and undeploy workflows." },
  admin: { name: "Administer", what: "People, roles, sharing, API keys, tokens, profiles, the account, and deleting workflows." },
};

export const tokensLabels = {
  title: "Personal access tokens",
  lead: "With a token, a program uses the management API as you. It can do what you can do in the account.",
  create: "Create a token",
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
    detail: "Create one for each program that manages workflows for you, such as a deployment script.",
  },
  deleteOf: (name: string) => `Delete ${name}`,
  deleteBody: "Programs that use this token are refused from now on. This cannot be undone.",
  confirmDelete: "Delete token",
  deleted: (name: string) => `Deleted ${name}`,
} as const;

export const scopesLabels = {
  title: "May be used for",
  all: "Everything that you may do",
  some: "Only some of it",
  names: scopes,
  missing: "Choose at least one.",
  column: "May",
  everything: "Everything",
} as const;
