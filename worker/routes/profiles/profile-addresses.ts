import { Refusal } from "#flow/problems/refusal.ts";
import { matchesHost } from "#flow/outbound/host-rules.ts";
import { judgeAddress } from "#flow/outbound/judge-address.ts";
import { isOAuth } from "#flow/profiles/is-oauth.ts";
import type { ShownSettings } from "#flow/profiles/profile-settings.ts";
import type { ManagementEnv } from "../../bindings/env.ts";
import { policyOf } from "../frame/outbound-policy.ts";

/** Throws a Refusal for an address that a secret may not be sent to, or that may not be called. */
export function judgeAddresses(settings: ShownSettings, testUrl: string | null, env: ManagementEnv, request: Request): void {
  const policy = policyOf(env, request);
  const refuse = (path: string, code: string, message: string) => {
    throw new Refusal("validation_failed", { errors: [{ path, code, message }] });
  };
  const judge = (path: string, address: string | null | undefined, isCalled: boolean) => {
    if (!address) return;
    const url = new URL(address);
    // RFC 6749 §3.1 and §3.2. The installation's own list is the exception, as everywhere.
    if (url.protocol !== "https:" && path !== "/testUrl" && !matchesHost(url, policy.allowHosts))
      refuse(path, "not_https", "The URL must start with https://.");
    const verdict = judgeAddress(address, policy);
    if (isCalled && !verdict.ok) refuse(path, verdict.code, `${verdict.message} ${verdict.suggestion}`);
  };
  judge("/testUrl", testUrl, true);
  if (!isOAuth(settings)) return;
  judge("/settings/issuer", settings.issuer, true);
  judge("/settings/tokenUrl", settings.tokenUrl, true);
  // The person's browser goes there, not we.
  if (settings.kind === "authorization-code") judge("/settings/authorizationUrl", settings.authorizationUrl, false);
}
