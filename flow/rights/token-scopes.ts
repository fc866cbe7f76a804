/**
 * What a personal access token may be used for. A token does what its person may do and its scopes allow, never more.
 * Looking is `read`; of changes, the right that a route asks for says which scope it takes.
 */
import type { AccountCapability } from "./account-rights.ts";
import type { WorkflowCapability } from "./workflow-rights.ts";

export const tokenScopes = {
  read: "View everything that you can view.",
  write: "Create, edit, import and test workflows, and change data sets.",
  deploy: "Deploy and undeploy workflows.",
  admin:
    "Manage people, roles, sharing, API keys, tokens, authorization profiles, model connections and the account, and delete workflows.",
} as const;
export type TokenScope = keyof typeof tokenScopes;

// Every literal key of the table is a scope's name.
export const tokenScopeNames = Object.keys(tokenScopes) as [TokenScope, ...TokenScope[]];

/** A new right does not compile until this table says which scope a change with it requires. */
const scopeOfChange: Readonly<Record<AccountCapability | WorkflowCapability | "signed-in", TokenScope>> = {
  // What everybody may do is about themselves: their tokens, leaving an account.
  "signed-in": "admin",
  "account.see": "admin",
  "workflows.create": "write",
  "profiles.manage": "admin",
  "datasets.manage": "write",
  "members.see": "admin",
  "members.manage": "admin",
  "roles.manage": "admin",
  "models.manage": "admin",
  "account.manage": "admin",
  "account.own": "admin",
  // Checking a flow and running it on the canvas.
  "workflow.see": "write",
  "workflow.edit": "write",
  "workflow.deploy": "deploy",
  "workflow.export": "write",
  "workflow.import": "write",
  "keys.manage": "admin",
  "workflow.share": "admin",
  "audit.see": "admin",
  "workflow.delete": "admin",
};

/** The scope that a request takes, by the method and the right of its route. */
export function scopeFor(method: string, access: keyof typeof scopeOfChange): TokenScope {
  return method === "GET" ? "read" : scopeOfChange[access];
}

/** Whether a token with these scopes may be used; null is every scope, as tokens have it that were made before scopes. */
export function hasScope(scopes: readonly TokenScope[] | null, scope: TokenScope): boolean {
  return scopes === null || scopes.includes(scope);
}

/** Whether everything that the one may be used for is also what the other may be used for. */
export function isWithin(scopes: readonly TokenScope[] | null, of: readonly TokenScope[] | null): boolean {
  return of === null || (scopes !== null && scopes.every((scope) => of.includes(scope)));
}
