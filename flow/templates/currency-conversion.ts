import { apiNode, conditionNode, drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const convert = `
const { amount, from, to } = context.steps.Start;
const rate = context.steps.Rates.output.body.rates?.[to];
if (typeof rate !== "number") throw new Error("The service has no rate from " + from + " to " + to + ".");
return { rate, amount: Math.round(amount * rate * 100) / 100 };
`;
const currencies = ["CHF", "EUR", "GBP", "JPY", "USD"];

export const currencyConversion: Template = {
  id: "currency-conversion",
  name: "Currency conversion",
  purpose: "Converts an amount at the current rate from a service, and reports missing rates.",
  category: "Integrations",
  variables: [
    {
      name: "RATES_URL",
      value: "https://example.com/rates",
      notes: 'Answers GET ?base=EUR with {"rates": {"USD": 1.08}}.',
    },
  ],
  sample: { amount: 250, from: "EUR", to: "USD" },
  flow: drawFlow({
    inputs: [
      { name: "amount", type: "number", mandatory: true },
      { name: "from", type: "enum", values: currencies, default: "EUR" },
      { name: "to", type: "enum", values: currencies, mandatory: true },
    ],
    outputs: [
      { name: "amount", type: "number" },
      { name: "rate", type: "number" },
    ],
    nodes: {
      same: conditionNode("Same currency", "Skips the call if the currencies are the same.", [
        ["{{steps.Start.from}}", "==", "{{steps.Start.to}}"],
      ]),
      rates: apiNode("Rates", "Today's rates for the currency.", {
        method: "GET",
        url: "{{env.RATES_URL}}",
        query: { base: "{{steps.Start.from}}" },
      }),
      convert: scriptNode("Convert", "Multiplies and rounds.", convert),
      unchanged: endNode("Unchanged", { amount: "{{steps.Start.amount}}", rate: 1 }),
      converted: endNode("Converted", { amount: "{{steps.Convert.output.amount}}", rate: "{{steps.Convert.output.rate}}" }),
      none: endNode(
        "No rate",
        { amount: null, rate: null },
        { fail: true, message: "There is currently no rate from {{steps.Start.from}} to {{steps.Start.to}}." },
      ),
    },
    edges: [
      "start next same",
      "same if unchanged",
      "same else rates",
      "rates success convert",
      "rates failure none",
      "convert success converted",
      "convert failure none",
    ],
  }),
};
