import { apiNode, conditionNode, drawFlow, endNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

export const healthCheck: Template = {
  id: "health-check",
  name: "Health check",
  purpose: "Calls a URL up to three times, measures the response time, looks for a text in the response and reports problems.",
  category: "Watching and waiting",
  variables: [],
  sample: { url: "https://example.com/", expect: "Example Domain" },
  flow: drawFlow({
    inputs: [
      { name: "url", type: "file", mandatory: true, description: "The URL to check" },
      { name: "expect", type: "text", description: "A text that the response must contain" },
    ],
    outputs: [
      { name: "up", type: "boolean" },
      { name: "status", type: "number" },
      { name: "durationMs", type: "number" },
      { name: "attempts", type: "number" },
      { name: "reason", type: "string" },
    ],
    nodes: {
      ask: apiNode(
        "Ask",
        "Tries three times, one second apart.",
        { method: "GET", url: "{{steps.Start.url}}" },
        { timeoutSec: 10, retry: { attempts: 2, backoff: "fixed", delayMs: 1_000, on: ["network", "timeout", "429", "5xx"] } },
      ),
      content: {
        ...conditionNode("As expected", "Checks for the expected text, if there is one."),
        config: {
          branches: [
            {
              join: "or",
              criteria: [
                { left: "{{steps.Start.expect}}", operator: "isEmpty" },
                { left: "{{$string(steps.Ask.output.body)}}", operator: "contains", right: "{{steps.Start.expect}}" },
              ],
            },
          ],
        },
      },
      up: endNode("Up", {
        up: true,
        status: "{{steps.Ask.output.status}}",
        durationMs: "{{steps.Ask.durationMs}}",
        attempts: "{{steps.Ask.attempts}}",
        reason: null,
      }),
      odd: endNode("Something else", {
        up: false,
        status: "{{steps.Ask.output.status}}",
        durationMs: "{{steps.Ask.durationMs}}",
        attempts: "{{steps.Ask.attempts}}",
        reason: "The response does not contain the text “{{steps.Start.expect}}”.",
      }),
      down: endNode("Down", {
        up: false,
        status: "{{steps.Ask.output.status}}",
        durationMs: "{{steps.Ask.durationMs}}",
        attempts: "{{steps.Ask.attempts}}",
        reason: "{{steps.Ask.error.message}}",
      }),
    },
    edges: ["start next ask", "ask success content", "ask failure down", "content if up", "content else odd"],
  }),
};
