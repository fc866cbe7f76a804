import { conditionNode, drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const score = `
const { email, companySize, budget, source } = context.steps.Start;
const reasons = [];
let score = 0;
const add = (points, why) => {
  score += points;
  reasons.push(why + " (" + (points > 0 ? "+" : "") + points + ")");
};

if (companySize >= 500) add(30, "large company");
else if (companySize >= 50) add(20, "company of medium size");
if (budget >= 20000) add(35, "budget of 20,000 or more");
else if (budget >= 5000) add(20, "budget of 5,000 or more");
add({ referral: 25, event: 15, website: 10, list: 0 }[source], "came by " + source);

const freeMail = ["gmail.com", "outlook.com", "yahoo.com", "gmx.net"];
if (freeMail.includes(email.split("@").pop().toLowerCase())) add(-15, "private address");

return { score: Math.max(0, score), reasons };
`;
const outputs = (segment: string, next: string) => ({
  segment,
  score: "{{steps.Score.output.score}}",
  reasons: "{{steps.Score.output.reasons}}",
  next,
});

export const leadScoring: Template = {
  id: "lead-scoring",
  name: "Lead scoring",
  purpose: "Scores a lead with reasons, and recommends whether to call, write or wait.",
  category: "Decisions",
  variables: [],
  sample: { email: "mara@northwind.example", companySize: 240, budget: 25000, source: "referral" },
  flow: drawFlow({
    inputs: [
      { name: "email", type: "text", mandatory: true },
      { name: "companySize", type: "number", default: 0, description: "Number of employees" },
      { name: "budget", type: "number", default: 0, description: "Budget per year" },
      { name: "source", type: "enum", values: ["referral", "event", "website", "list"], default: "website" },
    ],
    outputs: [
      { name: "segment", type: "string", description: "hot, warm or cold" },
      { name: "score", type: "number" },
      { name: "reasons", type: "json" },
      { name: "next", type: "string", description: "What sales should do" },
    ],
    nodes: {
      score: scriptNode("Score", "Adds up the points with reasons.", score),
      warmth: conditionNode(
        "How warm",
        "Sets the thresholds of the segments.",
        [["{{steps.Score.output.score}}", ">=", 70]],
        [["{{steps.Score.output.score}}", ">=", 35]],
      ),
      hot: endNode("Hot", outputs("hot", "Call today")),
      warm: endNode("Warm", outputs("warm", "Write within two days")),
      cold: endNode("Cold", outputs("cold", "Add to the newsletter")),
    },
    edges: ["start next score", "score success warmth", "warmth if hot", "warmth elseif:1 warm", "warmth else cold"],
  }),
};
