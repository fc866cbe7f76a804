import type { FlowDocument } from "../model/document.ts";

/** What a new workflow begins with: it gives back the text that it gets, so that it can be deployed and called at once. */
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
