import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { matchesHost } from "#flow/outbound/host-rules.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { limits } from "#flow/limits.ts";
import { authorized, credentialOf } from "#flow/profiles/credential.ts";
import { isOAuth } from "#flow/profiles/is-oauth.ts";
import { outbound, type Networks } from "../outbound/outbound.ts";
import type { OpenedProfile } from "./profile-cache.ts";
import type { TryAnswer } from "../protocols/profiles.ts";
import { toBase64 } from "./to-base64.ts";

/** Calls the profile's test address with its credential. The answer's body is not read for people: it may repeat the secret. */
export async function tryCall(profile: OpenedProfile, secret: string, policy: OutboundPolicy, networks: Networks): Promise<TryAnswer> {
  const { testUrl, hosts, settings } = profile;
  if (testUrl === null) {
    const what = isOAuth(settings) ? "A token was fetched." : "The secret can be decrypted.";
    return {
      ok: true,
      message: settings.kind === "none" ? "There is nothing to test." : `${what} Add a test URL to test the profile.`,
    };
  }
  const { host } = new URL(testUrl);
  if (hosts === null && settings.kind !== "none")
    return { ok: false, message: "The profile has no hosts, so its secret is not sent. Enter its hosts." };
  if (hosts !== null && !matchesHost(new URL(testUrl), hosts)) return { ok: false, message: `The profile does not allow ${host}.` };
  const credential = credentialOf(settings, secret, toBase64);
  const request = { url: testUrl, method: "GET", headers: [] };
  try {
    const { status } = await outbound(
      {
        ...(credential ? authorized(request, credential) : request),
        redirects: "refuse",
        timeoutMs: limits.tokenTimeoutMs,
        maxBytes: 1024,
        overflow: "cut",
      },
      policy,
      networks,
    );
    return { ok: status < 400, message: `${host} responded with HTTP ${status}.` };
  } catch (error) {
    if (error instanceof OutboundError) return { ok: false, message: error.message };
    throw error;
  }
}
