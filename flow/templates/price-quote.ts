import { conditionNode, drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const addUp = `
const round = (value) => Math.round(value * 100) / 100;
// Ten of a kind or more are 5 % cheaper.
const lines = context.steps.Start.items.map(({ sku, quantity, unitPrice }) => ({
  sku,
  quantity,
  amount: round(quantity * unitPrice * (quantity >= 10 ? 0.95 : 1)),
}));
return { lines, net: round(lines.reduce((sum, { amount }) => sum + amount, 0)) };
`;
const takeOff = `
const codes = { WELCOME10: 0.1, SPRING20: 0.2 };
const code = context.steps.Start.code.trim().toUpperCase();
const rate = codes[code] ?? 0;
if (rate === 0) console.warn("The code " + code + " is not known.");
return Math.round(context.steps["Add up"].output.net * rate * 100) / 100;
`;
const total = `
const round = (value) => Math.round(value * 100) / 100;
const { net } = context.steps["Add up"].output;
// The step is skipped where no code was given.
const discount = context.steps["Take off the discount"]?.output ?? 0;
const shipping = net - discount >= 100 ? 0 : 6.9;
const tax = round((net - discount + shipping) * 0.2);
return { discount, shipping, tax, total: round(net - discount + shipping + tax) };
`;
const of = (name: string) => `{{steps.Total.output.${name}}}`;

export const priceQuote: Template = {
  id: "price-quote",
  name: "Price calculation",
  purpose: "Turns a cart into a quote with quantity discounts, discount code, shipping and tax, line by line.",
  category: "Decisions",
  variables: [],
  sample: {
    items: [
      { sku: "cup-blue", quantity: 12, unitPrice: 8.5 },
      { sku: "tray", quantity: 1, unitPrice: 24 },
    ],
    code: "WELCOME10",
  },
  flow: drawFlow({
    inputs: [
      {
        name: "items",
        type: "json",
        mandatory: true,
        description: "The items in the cart",
        schema: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            required: ["sku", "quantity", "unitPrice"],
            properties: {
              sku: { type: "string" },
              quantity: { type: "integer", minimum: 1 },
              unitPrice: { type: "number", minimum: 0 },
            },
          },
        },
      },
      { name: "code", type: "text", description: "A discount code" },
    ],
    outputs: [
      { name: "lines", type: "json" },
      { name: "discount", type: "number" },
      { name: "shipping", type: "number" },
      { name: "tax", type: "number" },
      { name: "total", type: "number" },
    ],
    nodes: {
      add: scriptNode("Add up", "The amount of each line, and their sum.", addUp),
      code: conditionNode("Code given", "Skips the discount without a code.", [["{{steps.Start.code}}", "isNotEmpty"]]),
      discount: scriptNode("Take off the discount", "What the code is worth.", takeOff),
      total: scriptNode("Total", "Shipping and tax.", total),
      quote: endNode("Quote", {
        lines: "{{steps.`Add up`.output.lines}}",
        discount: of("discount"),
        shipping: of("shipping"),
        tax: of("tax"),
        total: of("total"),
      }),
    },
    edges: ["start next add", "add success code", "code if discount", "code else total", "discount success total", "total success quote"],
  }),
};
