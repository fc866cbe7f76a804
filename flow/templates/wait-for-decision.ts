import { apiNode, conditionNode, drawFlow, endNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const looks = [1, 2, 3] as const;
const last = looks.length;

const look = (turn: number) =>
  apiNode(`Look ${turn}`, "Checks for a decision.", {
    method: "GET",
    url: "{{env.APPROVALS_URL}}",
    query: { id: "{{steps.`Ask for a decision`.output.body.id}}" },
  });
const decided = (turn: number) =>
  conditionNode(
    `Decided ${turn}`,
    "",
    [[`{{steps.\`Look ${turn}\`.output.body.decision}}`, "==", "approved"]],
    [[`{{steps.\`Look ${turn}\`.output.body.decision}}`, "==", "declined"]],
  );
const wait = (turn: number) => ({
  type: "delay",
  name: `Wait ${turn}`,
  description: "Gives people time to decide.",
  config: { seconds: "{{steps.Start.lookEverySeconds}}" },
});
const outputs = (decision: string) => ({ decision, approvalId: "{{steps.`Ask for a decision`.output.body.id}}" });

export const waitForDecision: Template = {
  id: "wait-for-decision",
  name: "External approval",
  purpose: `Requests a decision in another system, waits, and checks up to ${last} times whether it was approved or declined.`,
  category: "Watching and waiting",
  waits: true,
  variables: [
    {
      name: "APPROVALS_URL",
      value: "https://example.com/approvals",
      notes: 'Answers POST {subject, amount} with {"id": "…"}, and GET ?id=… with {"decision": "approved"}, "declined" or none yet.',
    },
  ],
  sample: { subject: "New laptop for Mara", amount: 1450, lookEverySeconds: 5 },
  flow: drawFlow({
    inputs: [
      { name: "subject", type: "text", mandatory: true },
      { name: "amount", type: "number", mandatory: true },
      { name: "lookEverySeconds", type: "number", default: 3600, description: "How long to wait before each check" },
    ],
    outputs: [
      { name: "decision", type: "string", description: "approved, declined or none" },
      { name: "approvalId", type: "string" },
    ],
    nodes: {
      ask: apiNode("Ask for a decision", "The other system notifies the person who decides.", {
        method: "POST",
        url: "{{env.APPROVALS_URL}}",
        body: { subject: "{{steps.Start.subject}}", amount: "{{steps.Start.amount}}" },
      }),
      ...Object.fromEntries(
        looks.flatMap((turn) => [
          [`wait${turn}`, wait(turn)],
          [`look${turn}`, look(turn)],
          [`decided${turn}`, decided(turn)],
        ]),
      ),
      approved: endNode("Approved", outputs("approved")),
      declined: endNode("Declined", outputs("declined")),
      none: endNode("No decision", outputs("none")),
    },
    edges: [
      "start next ask",
      "ask success wait1",
      ...looks.flatMap((turn) => [
        `wait${turn} success look${turn}`,
        `look${turn} success decided${turn}`,
        `decided${turn} if approved`,
        `decided${turn} elseif:1 declined`,
        `decided${turn} else ${turn === last ? "none" : `wait${turn + 1}`}`,
      ]),
    ],
  }),
};
