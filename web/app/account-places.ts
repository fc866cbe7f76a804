import type { AccountCapability } from "#flow/rights/account-rights.ts";
import type { IconName } from "../base/ui/icons.tsx";
import { labels } from "../base/labels.ts";
import { parts } from "../base/parts.ts";

export interface Place {
  href: string;
  label: string;
  /** Where there is little room, under the icon. */
  short?: string;
  icon: IconName;
  /** Left out for those whose role could not do anything there. */
  needs?: AccountCapability;
}

const places: readonly (Place | false)[] = [
  { href: "/", label: labels.shell.workflows, icon: "workflows" },
  { href: "/overview", label: labels.shell.overview, icon: "chart" },
  parts.data && { href: "/data", label: labels.shell.data, icon: "data" },
  { href: "/members", label: labels.shell.members, short: labels.shell.membersShort, icon: "people" },
  { href: "/profiles", label: labels.shell.profiles, short: labels.shell.profilesShort, icon: "shield" },
  { href: "/tokens", label: labels.shell.tokens, short: labels.shell.tokensShort, icon: "token" },
  { href: "/telemetry", label: labels.shell.telemetry, short: labels.shell.telemetryShort, icon: "transfer", needs: "account.manage" },
  { href: "/audit", label: labels.shell.auditShort, icon: "log", needs: "account.manage" },
  { href: "/account", label: labels.shell.account, icon: "details" },
];
export const accountPlaces: readonly Place[] = places.filter((place) => place !== false);
