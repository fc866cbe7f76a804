import { conditionNode, drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const price = `
const rates = { DE: 0.19, FR: 0.2, GB: 0.2, US: 0 };
const { total, country } = context.steps.Start;
const tax = Math.round(total * rates[country] * 100) / 100;
return { tax, gross: Math.round((total + tax) * 100) / 100 };
`;
const gross = "{{steps.`Add tax`.output.gross}}";

export const orderTriage: Template = {
  id: "order-triage",
  name: "Order triage",
  purpose: "Accepts small orders, asks new customers to pay first, and sends large orders to a person.",
  category: "Decisions",
  variables: [],
  sample: { total: 420, country: "DE", newCustomer: true },
  flow: drawFlow({
    inputs: [
      { name: "total", type: "number", mandatory: true, description: "The order's value before tax" },
      { name: "country", type: "enum", values: ["DE", "FR", "GB", "US"], default: "GB", description: "Delivery country" },
      { name: "newCustomer", type: "boolean", default: false, description: "Whether this is the customer's first order" },
    ],
    outputs: [
      { name: "decision", type: "string", description: "review, prepay or accept" },
      { name: "gross", type: "number" },
    ],
    nodes: {
      tax: scriptNode("Add tax", "Adds the country's tax.", price),
      route: conditionNode(
        "How to go on",
        "Large orders first, then new customers.",
        [[gross, ">=", 1000]],
        [
          ["{{steps.Start.newCustomer}}", "==", true],
          [gross, ">=", 250],
        ],
      ),
      review: endNode("To review", { decision: "review", gross }),
      prepay: endNode("Pay first", { decision: "prepay", gross }),
      accept: endNode("Accepted", { decision: "accept", gross }),
    },
    edges: ["start next tax", "tax success route", "route if review", "route elseif:1 prepay", "route else accept"],
  }),
};
