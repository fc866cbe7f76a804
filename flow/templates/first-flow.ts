import type { FlowDocument } from "../model/document.ts";

/** The flow of a new workflow: it returns the text that it gets, so it can be deployed and called immediately. */
export const firstFlow: FlowDocument = {
  schemaVersion: 1,
  inputs: [{ name: "text", type: "text", mandatory: true, description: "" }],
  outputs: [{ name: "result", type: "string" }],
  nodes: [
    { id: "start", type: "start", name: "Start", position: { x: 0, y: 0 }, config: {} },
    {
      id: "end",
      type: "end",
      name: "End",
      position: { x: 320, y: 0 },
      config: { outputs: [{ name: "result", value: "{{steps.Start.text}}" }] },
    },
  ],
  edges: [{ from: "start", outcome: "next", to: "end" }],
};
