/** Takes one of every kind of input and answers what it was given; no input that is accepted makes it fail. */
export const echoFlow = {
  schemaVersion: 1,
  inputs: [
    { name: "text", type: "text", mandatory: true },
    { name: "count", type: "number", default: 1 },
    { name: "isNew", type: "boolean" },
    { name: "tone", type: "enum", values: ["warm", "cold"] },
    { name: "data", type: "json", schema: { type: "object", properties: { at: { type: "string", format: "date-time" } } } },
    { name: "paper", type: "file" },
  ],
  outputs: [
    { name: "text", type: "string" },
    { name: "all", type: "json" },
  ],
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    {
      id: "end",
      type: "end",
      name: "End",
      config: {
        outputs: [
          { name: "text", value: "{{steps.Start.text}}" },
          { name: "all", value: "{{steps.Start}}" },
        ],
      },
    },
  ],
  edges: [{ from: "start", outcome: "next", to: "end" }],
};

/** A call that it takes. */
export const echoCall = { input: { text: "hello", count: 2, isNew: true, tone: "warm", data: { at: "2026-01-01T00:00:00Z", list: [1] } } };
