import { apiNode, drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const merge = `
// The others are still called if one system does not respond.
const resultOf = (name) => {
  const { status, output, error, attempts } = context.steps[name];
  return status === "Success"
    ? { system: name, ok: true, status: output.status, attempts }
    : { system: name, ok: false, error: error?.message ?? "The call failed.", attempts };
};
const systems = ["CRM", "Chat", "Archive"].map(resultOf);
return { systems, failed: systems.filter(({ ok }) => !ok).map(({ system }) => system) };
`;
const body = { event: "{{steps.Start.event}}", data: "{{steps.Start.data}}", sentBy: "{{run.id}}" };
const tell = (name: string, variable: string) =>
  apiNode(name, "Called at the same time as the others.", { method: "POST", url: `{{env.${variable}}}`, body });
const notes = "Accepts a POST with {event, data, sentBy}.";

export const fanOut: Template = {
  id: "webhook-fan-out",
  name: "Webhook fan-out",
  purpose: "Sends an event to three systems at the same time and collects their responses.",
  category: "Integrations",
  variables: [
    { name: "CRM_URL", value: "https://example.com/crm/events", notes },
    { name: "CHAT_URL", value: "https://example.com/chat/messages", notes },
    { name: "ARCHIVE_URL", value: "https://example.com/archive", notes },
  ],
  sample: { event: "customer.created", data: { id: "c_42", name: "Northwind" } },
  flow: drawFlow({
    inputs: [
      { name: "event", type: "text", mandatory: true, description: "The event, for example customer.created" },
      { name: "data", type: "json", mandatory: true },
    ],
    outputs: [
      { name: "complete", type: "boolean", description: "Whether all systems were notified" },
      { name: "failed", type: "json" },
      { name: "systems", type: "json" },
    ],
    nodes: {
      crm: tell("CRM", "CRM_URL"),
      chat: tell("Chat", "CHAT_URL"),
      archive: tell("Archive", "ARCHIVE_URL"),
      merge: scriptNode("Merge the answers", "Waits for all three, whether they succeed or fail.", merge),
      done: endNode("Done", {
        complete: "{{$count(steps.`Merge the answers`.output.failed) = 0}}",
        failed: "{{steps.`Merge the answers`.output.failed}}",
        systems: "{{steps.`Merge the answers`.output.systems}}",
      }),
    },
    edges: [
      "start next crm",
      "start next chat",
      "start next archive",
      ...["crm", "chat", "archive"].flatMap((id) => [`${id} success merge`, `${id} failure merge`]),
      "merge success done",
    ],
  }),
};
