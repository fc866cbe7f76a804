import { apiNode, drawFlow, endNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

export const reminder: Template = {
  id: "reminder",
  name: "Delayed reminder",
  purpose: "Accepts a message now and sends it minutes, days or months later. Waiting costs nothing.",
  category: "Watching and waiting",
  waits: true,
  variables: [{ name: "REMINDER_URL", value: "https://example.com/reminders", notes: "Accepts a POST with {to, message}." }],
  sample: { to: "mara@northwind.example", message: "The offer ends tomorrow.", inSeconds: 5 },
  flow: drawFlow({
    inputs: [
      { name: "to", type: "text", mandatory: true, description: "Who to remind" },
      { name: "message", type: "text", mandatory: true },
      { name: "inSeconds", type: "number", default: 3600, description: "How long to wait: from 1 to 31,536,000 seconds" },
    ],
    outputs: [
      { name: "sent", type: "boolean" },
      { name: "sentTo", type: "string" },
    ],
    nodes: {
      wait: { type: "delay", name: "Wait", description: "Pauses the run until then.", config: { seconds: "{{steps.Start.inSeconds}}" } },
      send: apiNode(
        "Send",
        "Retries for a few minutes.",
        { method: "POST", url: "{{env.REMINDER_URL}}", body: { to: "{{steps.Start.to}}", message: "{{steps.Start.message}}" } },
        { retry: { attempts: 5, backoff: "exponential", delayMs: 2_000, maxDelayMs: 120_000, on: ["network", "timeout", "429", "5xx"] } },
      ),
      sent: endNode("Sent", { sent: true, sentTo: "{{steps.Start.to}}" }),
      lost: endNode(
        "Not sent",
        { sent: false, sentTo: "{{steps.Start.to}}" },
        { fail: true, message: "The reminder could not be sent: {{steps.Send.error.message}}" },
      ),
    },
    edges: ["start next wait", "wait success send", "send success sent", "send failure lost"],
  }),
};
