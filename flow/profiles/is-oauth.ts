import type { OAuthSettings, ShownSettings } from "./profile-settings.ts";

/** Whether a profile's secret is a token that is fetched. Apart from the schemas, which runs do not need. */
export function isOAuth(settings: ShownSettings): settings is OAuthSettings {
  return settings.kind === "client-credentials" || settings.kind === "authorization-code";
}
