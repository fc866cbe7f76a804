/** Reading, saving and checking the draft. */
import * as z from "zod";
import { flowDocument } from "../model/document.ts";
import { declareRoute } from "./route.ts";

export const flowProblem = z
  .object({
    severity: z.enum(["error", "warning"]),
    code: z.string(),
    node: z.string().optional().meta({ description: "The id of the node to go to." }),
    path: z.string().optional().meta({ description: "The place in the flow, as an RFC 6901 pointer." }),
    message: z.string(),
    suggestion: z.string(),
  })
  .meta({ id: "FlowProblem" });

export const flowAndProblems = z.object({ flow: flowDocument, problems: z.array(flowProblem) }).meta({ id: "FlowAndProblems" });

/** The document itself, or `{ flow }` as GET returns it. `flow/model` parses it, because its errors include the path. */
const sentFlow = z.unknown().meta({ override: { $ref: "#/components/schemas/FlowDocument" } });

const getFlow = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/flow",
  access: "workflow.see",
  summary: "Returns the draft, its problems and its ETag",
  answer: flowAndProblems,
  status: 200,
  errors: [],
});

const putFlow = declareRoute({
  method: "PUT",
  path: "/api/workflows/{workflowId}/flow",
  access: "workflow.edit",
  audit: ["flow.changed", "node.modelChanged", "node.connectionChanged", "node.scriptChanged"],
  summary: "Saves the draft, even if it has problems",
  description:
    "With If-Match, the draft is saved only if it has not changed since that ETag. Otherwise the response is 412. Without If-Match, it is always saved.",
  headers: { "If-Match": "The ETag of the draft that you changed." },
  body: sentFlow,
  answer: flowAndProblems,
  status: 200,
  errors: ["stale"],
});

const validateFlow = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/validate",
  access: "workflow.see",
  audit: { none: "Makes no changes." },
  summary: "Checks the draft, or the flow in the body. Any problem blocks deployment",
  body: sentFlow,
  bodyRequired: false,
  answer: z.object({ problems: z.array(flowProblem) }),
  status: 200,
  errors: [],
});

export const flowRoutes = { getFlow, putFlow, validateFlow };
