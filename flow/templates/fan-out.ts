import { apiNode, drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const merge = `
// One system that does not answer keeps the others from nothing.
const told = (name) => {
  const { status, output, error, attempts } = context.steps[name];
  return status === "Success"
    ? { system: name, ok: true, status: output.status, attempts }
    : { system: name, ok: false, error: error?.message ?? "It was not told.", attempts };
};
const systems = ["CRM", "Chat", "Archive"].map(told);
return { systems, failed: systems.filter(({ ok }) => !ok).map(({ system }) => system) };
`;
const body = { event: "{{steps.Start.event}}", data: "{{steps.Start.data}}", sentBy: "{{run.id}}" };
const tell = (name: string, variable: string) =>
  apiNode(name, "Told at the same time as the others.", { method: "POST", url: `{{env.${variable}}}`, body });
const notes = "Takes a POST with {event, data, sentBy}.";

export const fanOut: Template = {
  id: "webhook-fan-out",
  name: "Webhook fan-out",
  purpose: "Tells three systems of an event at the same time and gathers what each of them said.",
  category: "Integrations",
  variables: [
    { name: "CRM_URL", value: "https://example.com/crm/events", notes },
    { name: "CHAT_URL", value: "https://example.com/chat/messages", notes },
    { name: "ARCHIVE_URL", value: "https://example.com/archive", notes },
  ],
  sample: { event: "customer.created", data: { id: "c_42", name: "Northwind" } },
  flow: drawFlow({
    inputs: [
      { name: "event", type: "text", mandatory: true, description: "What happened, such as customer.created" },
      { name: "data", type: "json", mandatory: true },
    ],
    outputs: [
      { name: "complete", type: "boolean", description: "Whether every system was told" },
      { name: "failed", type: "json" },
      { name: "systems", type: "json" },
    ],
    nodes: {
      crm: tell("CRM", "CRM_URL"),
      chat: tell("Chat", "CHAT_URL"),
      archive: tell("Archive", "ARCHIVE_URL"),
      merge: scriptNode("Merge the answers", "Waits for all three, whether they answered or failed.", merge),
      told: endNode("Told", {
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
      "merge success told",
    ],
  }),
};
