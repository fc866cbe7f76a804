/** Who may do what on one workflow. */
import * as z from "zod";
import { accountRoles } from "../rights/roles.ts";
import { workflowCapabilities } from "../rights/workflow-rights.ts";
import { pageOf, pageQuery, time } from "./fields.ts";
import { invited, mailStates } from "./invitations.ts";
import { personShown } from "./members.ts";
import { roleReference } from "./roles.ts";
import { declareRoute } from "./route.ts";

const workflowMember = z
  .object({
    user: personShown,
    role: z.string().meta({ description: "What counts: a built-in or custom role's name." }),
    source: z
      .enum(["account", "given"])
      .meta({ description: "`account`: Owners and Admins of the account hold Admin on every workflow. `given`: it was shared with them." }),
    given: z.string().nullable().meta({ description: "The role that was given on this workflow, if one was." }),
    givenAt: time.nullable(),
    accountRole: z.enum(accountRoles),
    capabilities: z.array(z.enum(workflowCapabilities)),
    isOwner: z.boolean(),
  })
  .meta({ id: "WorkflowMember", title: "Person on a workflow" });

const listWorkflowMembers = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/members",
  access: "workflow.see",
  summary: "Who may see the workflow, with the role that counts and where it comes from, by name",
  query: pageQuery,
  answer: pageOf(workflowMember),
  status: 200,
  errors: [],
});

const shareWorkflow = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/invitations",
  access: "workflow.share",
  audit: ["sharing.given"],
  summary: "Shares the workflow with people of the account; the answer says of each address what became of it",
  description: "Nobody gives a role that allows more than their own. Who has a role already keeps it.",
  body: z.strictObject({ emails: invited, role: roleReference }),
  answer: z.object({
    results: z.array(
      z
        .object({
          email: z.string(),
          status: z.enum(["added", "already", "notInAccount"]),
          role: z.string().nullable().meta({ description: "The role given on this workflow; null for who is not in the account." }),
          mail: z.enum(mailStates).nullable().meta({ description: "How the note to the person fared; null where none was due." }),
        })
        .meta({ id: "ShareResult" }),
    ),
  }),
  status: 200,
  errors: ["not_found", "conflict"],
});

const updateWorkflowMember = declareRoute({
  method: "PATCH",
  path: "/api/workflows/{workflowId}/members/{userId}",
  access: "workflow.share",
  audit: ["sharing.roleChanged", "workflow.transferred"],
  summary: "Changes the role that somebody was given",
  description:
    "The last Admin of those whom the workflow was given to keeps the role. An owner who is Admin no more hands the workflow over.",
  body: z.strictObject({ role: roleReference }),
  answer: workflowMember,
  status: 200,
  errors: ["conflict"],
});

const removeWorkflowMember = declareRoute({
  method: "DELETE",
  path: "/api/workflows/{workflowId}/members/{userId}",
  access: "workflow.share",
  audit: ["sharing.removed", "workflow.transferred"],
  summary: "Takes the workflow from somebody; they do not see it any more",
  description: "The last Admin of those whom the workflow was given to cannot be removed. An owner who is removed hands the workflow over.",
  status: 204,
  errors: ["conflict"],
});

const leaveWorkflow = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/leave",
  access: "workflow.see",
  audit: ["sharing.left", "workflow.transferred"],
  summary: "Gives the workflow up; you do not see it any more",
  description: "The last Admin of those whom the workflow was given to cannot leave. An owner who leaves hands the workflow over.",
  body: z.strictObject({}),
  bodyRequired: false,
  status: 204,
  errors: ["conflict"],
});

const transferWorkflow = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/transfer",
  access: "workflow.share",
  audit: ["workflow.transferred"],
  summary: "Makes another person of the account the owner, who is Admin on it; takes an Admin to do",
  body: z.strictObject({ userId: z.string().max(100) }),
  answer: workflowMember,
  status: 200,
  errors: ["not_found", "conflict"],
});

export const sharingRoutes = {
  listWorkflowMembers,
  shareWorkflow,
  updateWorkflowMember,
  removeWorkflowMember,
  leaveWorkflow,
  transferWorkflow,
};
