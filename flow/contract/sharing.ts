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
    role: z.string().meta({ description: "The effective role: the name of a built-in or custom role." }),
    source: z.enum(["account", "given"]).meta({
      description: "`account`: Owners and Admins of the account are Admins of every workflow. `given`: the workflow was shared with them.",
    }),
    given: z.string().nullable().meta({ description: "The role that was shared on this workflow, if any." }),
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
  summary: "Lists who can see the workflow, with their effective role and its source, by name",
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
  summary: "Shares the workflow with people in the account and returns the result for each address",
  description: "You cannot give a role that allows more than your own. People who already have a role keep it.",
  body: z.strictObject({ emails: invited, role: roleReference }),
  answer: z.object({
    results: z.array(
      z
        .object({
          email: z.string(),
          status: z.enum(["added", "already", "notInAccount"]),
          role: z.string().nullable().meta({ description: "The role on this workflow. Null for a person who is not in the account." }),
          mail: z.enum(mailStates).nullable().meta({ description: "The state of the e-mail to the person. Null if no e-mail was sent." }),
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
  summary: "Changes a person's role on the workflow",
  description:
    "The last Admin that the workflow is shared with keeps the role. If the owner is no longer an Admin, the workflow gets a new owner.",
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
  summary: "Removes a person from the workflow",
  description: "The last Admin that the workflow is shared with cannot be removed. If the owner is removed, the workflow gets a new owner.",
  status: 204,
  errors: ["conflict"],
});

const leaveWorkflow = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/leave",
  access: "workflow.see",
  audit: ["sharing.left", "workflow.transferred"],
  summary: "Leaves the workflow. You lose access to it",
  description: "The last Admin that the workflow is shared with cannot leave. If the owner leaves, the workflow gets a new owner.",
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
  summary: "Makes another person in the account the owner and an Admin of the workflow. Requires Admin",
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
