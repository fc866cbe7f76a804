/** Events of people: signing in, belonging to an account, sharing, roles, tokens. */
import { isWorkflowCapability } from "../rights/workflow-rights.ts";
import { capabilityWords } from "../rights/capability-words.ts";
import { counted } from "../text/counted.ts";
import { event, listed, quoted, until } from "./event-row.ts";

const role = { role: "text" } as const;
/** How many workflows a leaving person owned, and who owns them now. */
const departure = { ...role, workflows: "number", newOwner: "text?" } as const;
const roleChange = { before: "text", after: "text" } as const;

/** Rights in words; several of them say "and" themselves. */
const said = (permissions: readonly string[]): string =>
  permissions.map((each) => (isWorkflowCapability(each) ? capabilityWords[each] : each)).join("; ") || "nothing";

export const peopleEvents = {
  "signIn.succeeded": event("signIn", "Signed in", {}, (name) => `${name} signed in.`),
  "signIn.failed": event(
    "signIn",
    "Sign-in failed",
    { attempt: "number", locked: "flag" },
    (name, { attempt, locked }) =>
      `A sign-in as ${name} failed${locked ? `, attempt ${attempt} in a row. The address is locked for a while` : ""}.`,
  ),
  "signOut.succeeded": event("signIn", "Signed out", {}, (name) => `${name} signed out.`),
  "signUp.succeeded": event(
    "signIn",
    "Signed up",
    { account: "text" },
    (name, { account }) => `${name} signed up and owns ${quoted(account)}.`,
  ),
  "account.switched": event("signIn", "Switched account", {}, (name) => `${name} switched to this account.`),

  "member.joined": event("members", "Member joined", role, (name, { role }) => `${name} joined as ${role}.`),
  "member.roleChanged": event(
    "members",
    "Member's role changed",
    roleChange,
    (name, { before, after }) => `Changed the role of ${name} from ${before} to ${after}.`,
  ),
  "member.removed": event(
    "members",
    "Member removed",
    departure,
    (name, { role, workflows, newOwner }) => `Removed ${name} (${role})${handed(workflows, newOwner)}.`,
  ),
  "member.left": event(
    "members",
    "Member left",
    departure,
    (name, { role, workflows, newOwner }) => `${name} (${role}) left${handed(workflows, newOwner)}.`,
  ),
  "account.renamed": event(
    "members",
    "Account renamed",
    { before: "text" },
    (name, { before }) => `Renamed the account from ${quoted(before)} to ${quoted(name)}.`,
  ),
  "account.transferred": event(
    "members",
    "Ownership transferred",
    { from: "text" },
    (name, { from }) => `${from} transferred the account to ${name}.`,
  ),
  "invitation.created": event("members", "Invitation sent", role, (name, { role }) => `Invited ${name} as ${role}.`),
  "invitation.resent": event("members", "Invitation resent", role, (name, { role }) => `Resent the invitation to ${name} as ${role}.`),
  "invitation.withdrawn": event(
    "members",
    "Invitation withdrawn",
    role,
    (name, { role }) => `Withdrew the invitation to ${name} as ${role}.`,
  ),

  "role.created": event(
    "roles",
    "Role created",
    { permissions: "texts" },
    (name, { permissions }) => `Created the role ${quoted(name)}, which can ${said(permissions)}.`,
  ),
  "role.duplicated": event(
    "roles",
    "Role duplicated",
    { from: "text", permissions: "texts" },
    (name, { from }) => `Created the role ${quoted(name)} as a copy of ${quoted(from)}.`,
  ),
  "role.renamed": event(
    "roles",
    "Role renamed",
    { before: "text" },
    (name, { before }) => `Renamed the role ${quoted(before)} to ${quoted(name)}.`,
  ),
  "role.changed": event(
    "roles",
    "Role changed",
    { added: "texts", removed: "texts" },
    (name, { added, removed }) => `Changed the role ${quoted(name)}: added ${said(added)}; removed ${said(removed)}.`,
  ),
  "role.deleted": event("roles", "Role deleted", {}, (name) => `Deleted the role ${quoted(name)}.`),

  "sharing.given": event("sharing", "Workflow shared", role, (name, { role }) => `Shared the workflow with ${name} as ${role}.`),
  "sharing.roleChanged": event(
    "sharing",
    "Role on the workflow changed",
    roleChange,
    (name, { before, after }) => `Changed the role of ${name} on the workflow from ${before} to ${after}.`,
  ),
  "sharing.left": event("sharing", "Workflow left", role, (name, { role }) => `${name} (${role}) left the workflow.`),
  "sharing.removed": event(
    "sharing",
    "Person removed from the workflow",
    role,
    (name, { role }) => `Removed ${name} (${role}) from the workflow.`,
  ),
  "workflow.transferred": event(
    "sharing",
    "Workflow owner changed",
    { from: "text" },
    (name, { from }) => `Transferred the workflow from ${from} to ${name}.`,
  ),

  "token.created": event(
    "tokens",
    "Access token created",
    { prefix: "text", scopes: "texts", expiresAt: "time?" },
    (name, { prefix, scopes, expiresAt }) =>
      `Created the access token ${quoted(name)} (${prefix}…)${scopes.length > 0 ? ` for ${listed(scopes)}` : ""}${until(expiresAt)}.`,
  ),
  "token.revoked": event(
    "tokens",
    "Access token revoked",
    { prefix: "text" },
    (name, { prefix }) => `Revoked the access token ${quoted(name)} (${prefix}…).`,
  ),

  "inbox.approved": event("inbox", "Request approved", { runId: "text" }, (name, { runId }) => `Approved ${quoted(name)} of run ${runId}.`),
  "inbox.declined": event("inbox", "Request declined", { runId: "text" }, (name, { runId }) => `Declined ${quoted(name)} of run ${runId}.`),
} as const;

function handed(workflows: number, newOwner: string | null): string {
  if (newOwner === null || workflows === 0) return "";
  return `. ${counted(workflows, "workflow")} transferred to ${newOwner}`;
}
