/** Events of what an account's workflows share: models, data sets, authorization profiles, encryption. */
import { counted } from "../text/counted.ts";
import { event, listed, quoted } from "./event-row.ts";

const kind = { kind: "text" } as const;
const changed = { what: "texts", fingerprint: "fingerprint?" } as const;

export const accountEvents = {
  "model.created": event(
    "models",
    "Model created",
    { provider: "text", fingerprint: "fingerprint?" },
    (name, { provider }) => `Created the model connection ${quoted(name)} to ${provider}.`,
  ),
  "model.changed": event(
    "models",
    "Model changed",
    changed,
    (name, { what }) => `Changed ${listed(what)} of the model connection ${quoted(name)}.`,
  ),
  "model.tested": event(
    "models",
    "Model tested",
    { ok: "flag" },
    (name, { ok }) => `Tested the model connection ${quoted(name)}: ${ok ? "success" : "failed"}.`,
  ),
  "model.deleted": event("models", "Model deleted", {}, (name) => `Deleted the model connection ${quoted(name)}.`),

  "dataset.created": event(
    "data",
    "Data set created",
    { rows: "number", columns: "texts" },
    (name, { rows }) => `Created the data set ${quoted(name)} with ${counted(rows, "row")}.`,
  ),
  "dataset.replaced": event(
    "data",
    "Data set rows replaced",
    { rows: "number", columns: "texts" },
    (name, { rows }) => `Replaced the rows of the data set ${quoted(name)} with ${counted(rows, "row")}.`,
  ),
  "dataset.appended": event(
    "data",
    "Rows added to a data set",
    { rows: "number" },
    (name, { rows }) => `Added ${rows} rows to the data set ${quoted(name)}.`,
  ),
  "dataset.changed": event(
    "data",
    "Data set changed",
    { what: "texts" },
    (name, { what }) => `Changed ${listed(what)} of the data set ${quoted(name)}.`,
  ),
  "dataset.deleted": event(
    "data",
    "Data set deleted",
    { rows: "number" },
    (name, { rows }) => `Deleted the data set ${quoted(name)} with ${counted(rows, "row")}.`,
  ),

  "profile.created": event(
    "authorization",
    "Authorization profile created",
    kind,
    (name, { kind }) => `Created the authorization profile ${quoted(name)} (${kind}).`,
  ),
  "profile.changed": event(
    "authorization",
    "Authorization profile changed",
    changed,
    (name, { what }) => `Changed ${listed(what)} of the authorization profile ${quoted(name)}.`,
  ),
  "profile.connected": event(
    "authorization",
    "Authorization profile connected",
    {},
    (name) => `Connected the authorization profile ${quoted(name)}.`,
  ),
  "profile.disconnected": event(
    "authorization",
    "Authorization profile disconnected",
    {},
    (name) => `Disconnected the authorization profile ${quoted(name)}.`,
  ),
  "profile.tested": event(
    "authorization",
    "Authorization profile tested",
    { ok: "flag" },
    (name, { ok }) => `Tested the authorization profile ${quoted(name)}: ${ok ? "success" : "failed"}.`,
  ),
  "profile.deleted": event(
    "authorization",
    "Authorization profile deleted",
    {},
    (name) => `Deleted the authorization profile ${quoted(name)}.`,
  ),

  "telemetry.changed": event(
    "configuration",
    "Telemetry changed",
    { ...changed, enabled: "flag", receiver: "text" },
    (_, { what, enabled, receiver }) =>
      `Changed ${listed(what)} of the telemetry export to ${receiver}, which is ${enabled ? "on" : "off"}.`,
  ),
  "telemetry.tested": event(
    "configuration",
    "Telemetry tested",
    { ok: "flag" },
    (_, { ok }) => `Sent a test trace: ${ok ? "success" : "failed"}.`,
  ),

  "encryption.rotated": event(
    "configuration",
    "Secrets re-encrypted",
    { keyId: "text", secrets: "number" },
    (_, { keyId, secrets }) => `Re-encrypted ${counted(secrets, "secret")} with the key ${keyId}.`,
  ),
} as const;
