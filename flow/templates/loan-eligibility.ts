import { conditionNode, drawFlow, endNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const refused = (reason: string) => ({ eligible: false, rate: null, reason });
const granted = (rate: number) => ({ eligible: true, rate, reason: "All rules are met." });
const amount = "{{steps.Start.amount}}";

export const loanEligibility: Template = {
  id: "loan-eligibility",
  name: "Eligibility and rate",
  purpose: "A decision table without code: who gets a loan, at what rate, and why not.",
  category: "Decisions",
  variables: [],
  sample: { age: 34, income: 42000, amount: 9000, country: "FR", existingCustomer: true },
  flow: drawFlow({
    inputs: [
      { name: "age", type: "number", mandatory: true },
      { name: "income", type: "number", mandatory: true, description: "Income per year" },
      { name: "amount", type: "number", mandatory: true, description: "Amount of the loan" },
      { name: "country", type: "text", mandatory: true, description: "Two letters, for example FR" },
      { name: "existingCustomer", type: "boolean", default: false },
    ],
    outputs: [
      { name: "eligible", type: "boolean" },
      { name: "rate", type: "number", description: "Percent per year" },
      { name: "reason", type: "string" },
    ],
    nodes: {
      rules: conditionNode(
        "Rules",
        "The first broken rule decides.",
        [["{{steps.Start.age}}", "<", 18]],
        [["{{['DE', 'FR', 'GB']}}", "notContains", "{{steps.Start.country}}"]],
        [[amount, ">", "{{steps.Start.income * 0.4}}"]],
      ),
      rate: conditionNode(
        "Rate",
        "From the best rate to the standard rate.",
        [
          ["{{steps.Start.existingCustomer}}", "==", true],
          [amount, "<=", 10_000],
        ],
        [[amount, "<=", 10_000]],
      ),
      young: endNode("Too young", refused("The applicant is younger than 18.")),
      abroad: endNode("Other country", refused("There are no loans in this country.")),
      much: endNode("Too much", refused("The amount is more than 40 percent of the income.")),
      best: endNode("Best rate", granted(3.9)),
      good: endNode("Small loan", granted(4.9)),
      usual: endNode("Usual rate", granted(5.9)),
    },
    edges: [
      "start next rules",
      "rules if young",
      "rules elseif:1 abroad",
      "rules elseif:2 much",
      "rules else rate",
      "rate if best",
      "rate elseif:1 good",
      "rate else usual",
    ],
  }),
};
