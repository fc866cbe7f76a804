import { conditionNode, drawFlow, endNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const text = "{{$lowercase(steps.Start.subject & ' ' & steps.Start.message)}}";
const to = (team: string, priority: string, hours: number) => ({ team, priority, answerWithinHours: hours });

export const ticketRouting: Template = {
  id: "ticket-routing",
  name: "Support ticket routing",
  purpose: "Searches the subject and message for keywords, and sets the team, priority and response time.",
  category: "Decisions",
  variables: [],
  sample: { subject: "Charged twice", message: "My card was charged twice for invoice 2041. Please refund one.", plan: "business" },
  flow: drawFlow({
    inputs: [
      { name: "subject", type: "text", mandatory: true },
      { name: "message", type: "text", mandatory: true },
      { name: "plan", type: "enum", values: ["free", "team", "business"], default: "free" },
    ],
    outputs: [
      { name: "team", type: "string" },
      { name: "priority", type: "string" },
      { name: "answerWithinHours", type: "number" },
    ],
    nodes: {
      topic: conditionNode(
        "Topic",
        "Checks for the most urgent topic first. Patterns are regular expressions.",
        [[text, "matches", "\\b(down|outage|cannot log in|500|unavailable)\\b"]],
        [[text, "matches", "\\b(invoice|refund|charged|payment|card)\\b"]],
        [[text, "matches", "\\b(delete my|privacy|gdpr|personal data)\\b"]],
      ),
      paying: conditionNode("Which plan", "Business customers get a faster response.", [["{{steps.Start.plan}}", "==", "business"]]),
      incident: endNode("Incident", to("On-call", "urgent", 1)),
      billing: endNode("Billing", to("Billing", "high", 8)),
      privacy: endNode("Privacy", to("Legal", "high", 24)),
      business: endNode("Business support", to("Support", "high", 4)),
      support: endNode("Support", to("Support", "normal", 24)),
    },
    edges: [
      "start next topic",
      "topic if incident",
      "topic elseif:1 billing",
      "topic elseif:2 privacy",
      "topic else paying",
      "paying if business",
      "paying else support",
    ],
  }),
};
