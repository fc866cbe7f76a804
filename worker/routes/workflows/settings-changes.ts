import type { Fingerprint } from "#flow/audit/details.ts";
import type { AuditEvent } from "#flow/audit/entry.ts";
import type { deploymentRoutes } from "#flow/contract/deployment.ts";
import type { EventOf } from "#flow/contract/route.ts";
import type { DeployedSettings } from "#store/endpoint.ts";

type SettingsEvent = AuditEvent<EventOf<typeof deploymentRoutes.putEndpoint>>;

/** What the audit log says of changed endpoint settings; none where nothing changed. `accessToken` is the new one in the clear. */
export async function settingsChanges(
  subject: { readonly id: string; readonly name: string },
  before: DeployedSettings,
  after: DeployedSettings,
  accessToken: string | null,
  fingerprint: (text: string) => Promise<Fingerprint>,
): Promise<SettingsEvent[]> {
  const was = before.async;
  const is = after.async;
  const events: SettingsEvent[] = [];
  if (before.sync.timeoutSec !== after.sync.timeoutSec) {
    const details = { before: before.sync.timeoutSec, after: after.sync.timeoutSec };
    events.push({ event: "endpoint.syncTimeoutChanged", subject, details });
  }
  if (was.timeoutSec !== is.timeoutSec)
    events.push({ event: "endpoint.asyncTimeoutChanged", subject, details: { before: was.timeoutSec, after: is.timeoutSec } });
  if (was.enabled !== is.enabled)
    events.push({ event: is.enabled ? "endpoint.asyncTurnedOn" : "endpoint.asyncTurnedOff", subject, details: {} });
  if (was.callbackUrl !== is.callbackUrl) {
    const details = {
      before: originOf(was.callbackUrl),
      after: originOf(is.callbackUrl),
      fingerprint: is.callbackUrl === null ? null : await fingerprint(is.callbackUrl),
    };
    events.push({ event: "endpoint.callbackChanged", subject, details });
  }
  if (accessToken !== null)
    events.push({ event: "endpoint.accessTokenChanged", subject, details: { fingerprint: await fingerprint(accessToken) } });
  else if (was.accessToken !== is.accessToken) events.push({ event: "endpoint.accessTokenRemoved", subject, details: {} });
  return events;
}

/** Paths and queries of callbacks often hold a secret. */
function originOf(address: string | null): string | null {
  return address === null ? null : new URL(address).origin;
}
