/** Events of one workflow: its life, versions, endpoint, variables, keys, guardrails, flow, triggers, runs. */
import { counted } from "../text/counted.ts";
import { event, listed, quoted, seconds, until } from "./event-row.ts";

const versionNumber = { number: "number?" } as const;
const timeouts = { before: "number?", after: "number?" } as const;
const values = { before: "text?", after: "text?" } as const;
const side = { side: "text" } as const;
const kind = { kind: "text" } as const;
const what = { what: "texts" } as const;

export const workflowEvents = {
  "workflow.created": event("workflow", "Workflow created", {}, (name) => `Created the workflow ${quoted(name)}.`),
  "workflow.renamed": event(
    "workflow",
    "Workflow renamed",
    { before: "text" },
    (name, { before }) => `Renamed the workflow from ${quoted(before)} to ${quoted(name)}.`,
  ),
  "workflow.described": event("workflow", "Workflow described", {}, (name) => `Changed the description of ${quoted(name)}.`),
  "workflow.retentionChanged": event(
    "configuration",
    "Run retention changed",
    { before: "number", after: "number" },
    (_, { before, after }) => `Changed the run retention from ${counted(before, "day")} to ${counted(after, "day")}.`,
  ),
  "workflow.deleted": event("workflow", "Workflow deleted", {}, (name) => `Deleted the workflow ${quoted(name)}.`),
  "workflow.imported": event("workflow", "Workflow imported", {}, (name) => `Imported the workflow ${quoted(name)}.`),
  "workflow.exported": event(
    "workflow",
    "Workflow exported",
    { version: "text" },
    (name, { version }) => `Exported ${version} of ${quoted(name)}.`,
  ),

  "version.created": event("versions", "Version created", versionNumber, (name) => `Created the version ${quoted(name)}.`),
  "version.changed": event(
    "versions",
    "Version changed",
    what,
    (name, { what }) => `Changed ${listed(what)} of the version ${quoted(name)}.`,
  ),
  "version.restored": event("versions", "Version restored", versionNumber, (name) => `Restored the version ${quoted(name)} as the draft.`),
  "version.imported": event(
    "versions",
    "Version imported",
    versionNumber,
    (name) => `Imported a flow as the draft. The previous draft is saved as ${quoted(name)}.`,
  ),
  "version.deleted": event("versions", "Version deleted", versionNumber, (name) => `Deleted the version ${quoted(name)}.`),

  "workflow.deployed": event(
    "deployment",
    "Workflow deployed",
    { version: "text?", versionId: "text", deploymentId: "text" },
    (name, { version }) =>
      `Deployed ${version === null ? "the draft as a new version" : `the version ${quoted(version)}`} of ${quoted(name)}.`,
  ),
  "workflow.undeployed": event("deployment", "Workflow undeployed", {}, (name) => `Undeployed ${quoted(name)}.`),

  "endpoint.syncTimeoutChanged": event(
    "configuration",
    "Sync timeout changed",
    timeouts,
    (_, { before, after }) => `Changed the sync timeout from ${seconds(before)} to ${seconds(after)}.`,
  ),
  "endpoint.asyncTimeoutChanged": event(
    "configuration",
    "Async timeout changed",
    timeouts,
    (_, { before, after }) => `Changed the async timeout from ${seconds(before)} to ${seconds(after)}.`,
  ),
  "endpoint.asyncTurnedOn": event("configuration", "Async turned on", {}, () => "Turned async calls on."),
  "endpoint.asyncTurnedOff": event("configuration", "Async turned off", {}, () => "Turned async calls off."),
  // Addresses can contain secrets in their path and query, so only the origin and a fingerprint of the whole are
  // logged.
  "endpoint.callbackChanged": event(
    "configuration",
    "Callback changed",
    { ...values, fingerprint: "fingerprint?" },
    (_, { before, after }) => `Changed the callback URL from ${before ?? "none"} to ${after ?? "none"}.`,
  ),
  "endpoint.accessTokenChanged": event(
    "configuration",
    "Callback's access token changed",
    { fingerprint: "fingerprint" },
    (_, { fingerprint }) => `Set a new access token for the callback (fingerprint ${fingerprint}).`,
  ),
  "endpoint.accessTokenRemoved": event(
    "configuration",
    "Callback's access token removed",
    {},
    () => "Removed the access token of the callback.",
  ),

  "variable.created": event(
    "variables",
    "Variable created",
    { secure: "flag", fingerprint: "fingerprint?" },
    (name, { secure }) => `Created the ${secure ? "secure " : ""}environment variable ${name}.`,
  ),
  "variable.changed": event(
    "variables",
    "Variable changed",
    { ...what, fingerprint: "fingerprint?" },
    (name, { what }) => `Changed ${listed(what)} of the environment variable ${name}.`,
  ),
  "variable.deleted": event("variables", "Variable deleted", {}, (name) => `Deleted the environment variable ${name}.`),

  "key.created": event(
    "keys",
    "API key created",
    { prefix: "text", expiresAt: "time?", ratePerMinute: "number?" },
    (name, { prefix, expiresAt, ratePerMinute }) =>
      `Created the API key ${quoted(name)} (${prefix}…)${until(expiresAt)}${ratePerMinute === null ? "" : `, for ${ratePerMinute} calls per minute`}.`,
  ),
  "key.revoked": event(
    "keys",
    "API key revoked",
    { prefix: "text" },
    (name, { prefix }) => `Revoked the API key ${quoted(name)} (${prefix}…).`,
  ),

  "scanner.added": event("guardrails", "Scanner added", side, (name, { side }) => `Added the ${side} scanner ${name}.`),
  "scanner.changed": event(
    "guardrails",
    "Scanner changed",
    { ...side, ...what },
    (name, { side, what }) => `Changed ${listed(what)} of the ${side} scanner ${name}.`,
  ),
  "scanner.removed": event("guardrails", "Scanner removed", side, (name, { side }) => `Removed the ${side} scanner ${name}.`),

  "flow.changed": event(
    "flow",
    "Flow changed",
    { added: "texts", removed: "texts", changed: "texts", edges: "flag", fields: "flag", saves: "number", since: "time" },
    (_, { added, removed, changed, edges, fields, saves }) => {
      const parts = [
        ...(added.length > 0 ? [`added ${listed(added)}`] : []),
        ...(removed.length > 0 ? [`removed ${listed(removed)}`] : []),
        ...(changed.length > 0 ? [`changed ${listed(changed)}`] : []),
        ...(edges ? ["reconnected nodes"] : []),
        ...(fields ? ["changed inputs or outputs"] : []),
      ];
      const often = saves > 1 ? ` in ${saves} saves` : "";
      return `Changed the draft${often}: ${parts.length > 0 ? listed(parts) : "no changes in the end"}.`;
    },
  ),
  "node.modelChanged": event(
    "flow",
    "Node's model changed",
    values,
    (name, { before, after }) => `Changed the model of ${quoted(name)} from ${before ?? "none"} to ${after ?? "none"}.`,
  ),
  "node.connectionChanged": event(
    "flow",
    "Node's connection changed",
    values,
    (name, { before, after }) => `Changed the connection of ${quoted(name)} from ${before ?? "none"} to ${after ?? "none"}.`,
  ),
  "node.scriptChanged": event(
    "flow",
    "Node's script changed",
    { before: "fingerprint?", after: "fingerprint?" },
    (name, { before, after }) => `${before === null ? "Wrote" : after === null ? "Removed" : "Changed"} the script of ${quoted(name)}.`,
  ),

  "schedule.created": event(
    "triggers",
    "Schedule created",
    { frequency: "text" },
    (name, { frequency }) => `Created the schedule ${quoted(name)}: ${frequency}.`,
  ),
  "schedule.changed": event(
    "triggers",
    "Schedule changed",
    what,
    (name, { what }) => `Changed ${listed(what)} of the schedule ${quoted(name)}.`,
  ),
  "schedule.deleted": event("triggers", "Schedule deleted", {}, (name) => `Deleted the schedule ${quoted(name)}.`),
  "trigger.created": event("triggers", "Trigger created", kind, (name, { kind }) => `Created the ${kind} trigger ${quoted(name)}.`),
  "trigger.changed": event(
    "triggers",
    "Trigger changed",
    { ...what, fingerprint: "fingerprint?" },
    (name, { what }) => `Changed ${listed(what)} of the trigger ${quoted(name)}.`,
  ),
  "trigger.deleted": event("triggers", "Trigger deleted", {}, (name) => `Deleted the trigger ${quoted(name)}.`),

  "alert.created": event(
    "alerts",
    "Alert rule created",
    { condition: "text", channel: "text" },
    (name, { condition, channel }) => `Created the alert rule ${quoted(name)}: when ${condition}, notify ${channel}.`,
  ),
  "alert.changed": event(
    "alerts",
    "Alert rule changed",
    { ...what, condition: "text", channel: "text", fingerprint: "fingerprint?" },
    (name, { what }) => `Changed ${listed(what)} of the alert rule ${quoted(name)}.`,
  ),
  "alert.muted": event("alerts", "Alert rule muted", { until: "time?" }, (name, { until: mutedUntil }) =>
    mutedUntil === null
      ? `Unmuted the alert rule ${quoted(name)}.`
      : `Muted the alert rule ${quoted(name)} until ${new Date(mutedUntil).toISOString().slice(0, 16).replace("T", " ")} UTC.`,
  ),
  "alert.tested": event(
    "alerts",
    "Alert rule tested",
    { ok: "flag" },
    (name, { ok }) => `Sent a test of the alert rule ${quoted(name)}: ${ok ? "success" : "failed"}.`,
  ),
  "alert.deleted": event("alerts", "Alert rule deleted", {}, (name) => `Deleted the alert rule ${quoted(name)}.`),

  "run.cancelled": event("runs", "Run cancelled", {}, (name) => `Cancelled the run ${name}.`),
  "run.startedAgain": event("runs", "Rerun started", { from: "text" }, (name, { from }) => `Started run ${name} as a rerun of ${from}.`),
  "bulkRerun.started": event(
    "runs",
    "Bulk rerun started",
    { version: "text", max: "number", ratePerMinute: "number" },
    (name, { version, max, ratePerMinute }) =>
      `Started a bulk rerun of up to ${counted(max, "run")} on ${version === "same" ? "their own versions" : "the deployed version"}, ${ratePerMinute} per minute (${name}).`,
  ),
  "bulkRerun.cancelled": event("runs", "Bulk rerun cancelled", {}, (name) => `Cancelled the bulk rerun ${name}.`),
  "replay.started": event(
    "runs",
    "Replay started",
    { last: "number" },
    (name, { last }) => `Started a replay of up to ${counted(last, "recorded run")} with the draft (${name}).`,
  ),
  "replay.changed": event(
    "runs",
    "Replay comparison changed",
    { leftOut: "number" },
    (name, { leftOut }) => `Left ${counted(leftOut, "field")} out of the comparison of the replay ${name}.`,
  ),
  "replay.cancelled": event("runs", "Replay cancelled", {}, (name) => `Cancelled the replay ${name}.`),
  "run.redelivered": event("runs", "Result redelivered", {}, (name) => `Redelivered the result of run ${name}.`),
} as const;
