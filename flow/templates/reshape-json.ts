import { drawFlow, endNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const order = "steps.Start.order";

export const reshapeJson: Template = {
  id: "reshape-json",
  name: "Reshape JSON",
  purpose: "Turns a nested order into flat rows and totals for another system, using only expressions.",
  category: "Data",
  variables: [],
  sample: {
    order: {
      id: "o_1001",
      customer: { name: "Northwind", address: { city: "Leeds", country: "GB" } },
      lines: [
        { product: { sku: "cup-blue", group: "kitchen" }, quantity: 12, price: 8.5 },
        { product: { sku: "tray", group: "kitchen" }, quantity: 1, price: 24 },
        { product: { sku: "lamp", group: "living" }, quantity: 2, price: 39 },
      ],
    },
  },
  flow: drawFlow({
    inputs: [
      {
        name: "order",
        type: "json",
        mandatory: true,
        schema: {
          type: "object",
          required: ["id", "customer", "lines"],
          properties: { id: { type: "string" }, customer: { type: "object" }, lines: { type: "array", minItems: 1 } },
        },
      },
    ],
    outputs: [
      { name: "customer", type: "string" },
      { name: "rows", type: "json" },
      { name: "totals", type: "json", description: "By product group" },
      { name: "total", type: "number" },
    ],
    nodes: {
      reshaped: endNode("Reshaped", {
        customer: `{{${order}.customer.name}}, {{${order}.customer.address.city}}`,
        rows: `{{${order}.lines.{"orderId": %.id, "sku": product.sku, "quantity": quantity, "amount": quantity * price}[]}}`,
        totals: `{{${order}.lines{product.group: $sum($map($, function($line) { $line.quantity * $line.price }))}}}`,
        total: `{{$sum(${order}.lines.(quantity * price))}}`,
      }),
    },
    edges: ["start next reshaped"],
  }),
};
