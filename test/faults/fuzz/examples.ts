/** Bodies that operations take as they are, to be changed in places. A schema alone seldom leads to a body that is taken. */
import { fixture } from "../deploy.ts";
import { echoCall, echoFlow } from "./flows.ts";

const selection = { from: "2026-01-01T00:00:00Z", filters: '[{"column":"status","operator":"is","value":"Success"}]', join: "and" };

/** By the operation's name. */
export const examples: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ["putFlow", [fixture("every-node"), fixture("contract"), echoFlow]],
  ["validateFlow", [fixture("every-node"), fixture("contract")]],
  ["runSync", [echoCall]],
  ["runAsync", [echoCall]],
  ["runPush", [echoCall]],
  ["startTestRun", [echoCall, { ...echoCall, flow: echoFlow, untilNode: "end" }]],
  ["rerunRun", [{ version: "current" }, { version: "same", input: echoCall.input }]],
  ["startBulkRerun", [{ selection, version: "current", ratePerMinute: 60, max: 3 }]],
  ["startReplay", [{ selection, last: 3, leaveOut: ["/output/text"] }]],
  [
    "createAlertRule",
    [
      {
        name: "Slow",
        condition: { kind: "p99", ms: 500, minutes: 5, minRuns: 2 },
        channel: { kind: "webhook", url: "http://127.0.0.1:1/alert" },
        enabled: true,
      },
    ],
  ],
  ["createProfile", [{ name: "Basic", settings: { kind: "basic", username: "a", password: "b" }, hosts: ["example.com"] }]],
  ["createVariable", [{ name: "FUZZED", value: "a-secret-value", secure: true, notes: "", hosts: ["example.com"] }]],
]);
