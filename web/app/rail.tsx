import { signal } from "@preact/signals";
import { Icon, Logo } from "../base/ui/icons.tsx";
import { labels } from "../base/labels.ts";
import { recall, remember } from "../base/ui/remembered.ts";
import { AccountMenu } from "./account-menu.tsx";
import { accountPlaces, type Place } from "./account-places.ts";
import { path } from "../base/router/router.ts";
import { me } from "../base/session/session-model.ts";
import { useShortcuts } from "../base/shortcuts/shortcuts.ts";
import { workflowPlace } from "../base/router/workflow-place.ts";

/** Set by following a link, until the pointer leaves: the page that was chosen must not stay covered. */
const shut = signal(false);
const pinned = signal(recall("rail") === "open");

function toggleRail(): void {
  pinned.value = !pinned.value;
  remember("rail", pinned.value ? "open" : "");
}

/** The id is the address's, which may be anything. */
const workflowPlaces = (id: string): readonly Place[] => placesAt(`/workflows/${encodeURIComponent(id)}`);
const placesAt = (at: string): readonly Place[] => [
  { href: at, label: labels.shell.flow, icon: "flow" },
  { href: `${at}/endpoint`, label: labels.shell.endpoint, short: labels.shell.endpointShort, icon: "endpoint" },
  { href: `${at}/keys`, label: labels.shell.keys, icon: "key" },
  { href: `${at}/runs`, label: labels.shell.monitoring, short: labels.shell.monitoringShort, icon: "chart" },
  { href: `${at}/versions`, label: labels.shell.versions, icon: "history" },
  { href: `${at}/audit`, label: labels.shell.audit, short: labels.shell.auditShort, icon: "log" },
  { href: `${at}/sharing`, label: labels.shell.sharing, short: labels.shell.sharingShort, icon: "people" },
  { href: `${at}/variables`, label: labels.shell.variables, short: labels.shell.variablesShort, icon: "variable" },
  { href: `${at}/transfer`, label: labels.shell.transfer, short: labels.shell.transferShort, icon: "transfer" },
  { href: `${at}/details`, label: labels.shell.details, icon: "details" },
];

/** Pages without a place of their own in the bar, by the one that leads to them. */
const inside: Readonly<Record<string, string>> = { reruns: "runs", replays: "runs" };

/** Whether an address is a part of the page at another, such as one run of the runs. */
function isBelow(at: string, href: string): boolean {
  if (href === "/") return at === "/workflows";
  const [place, link] = [workflowPlace(at), workflowPlace(href)];
  return place !== undefined && link !== undefined && link.page !== "" && (inside[place.page] ?? place.page) === link.page;
}

/** The narrow bar at the left: the pages of the place one is in. It opens on hover, or stays open with `[`. */
export function Rail() {
  useShortcuts({ "[": toggleRail });
  const at = path.value;
  const place = workflowPlace(at);
  const id = place?.id;
  const places = id ? workflowPlaces(id) : accountPlaces.filter(({ needs }) => !needs || me.value?.capabilities.includes(needs));
  return (
    <div class={`rail ${pinned.value ? "rail-pinned" : shut.value ? "" : "rail-opens"}`} onMouseLeave={() => (shut.value = false)}>
      <nav class="rail-inner" aria-label={id ? labels.shell.workflowPages : labels.shell.pages}>
        <a class="rail-home" href="/" aria-label={labels.shell.home}>
          <Logo />
          <span class="rail-label rail-name" aria-hidden="true">
            {labels.product}
          </span>
        </a>
        <ul class="rail-places">
          {id && (
            <li class="rail-up">
              <a class="rail-place" href="/">
                <Icon name="workflows" />
                <span class="rail-label">{labels.shell.workflows}</span>
              </a>
            </li>
          )}
          {places.map(({ href, label, short, icon }) => (
            <li key={href}>
              <a
                class="rail-place"
                href={href}
                onClick={() => (shut.value = true)}
                aria-current={at === href || isBelow(at, href) ? "page" : undefined}
              >
                <Icon name={icon} />
                <span class={`rail-label ${short ? "rail-long" : ""}`}>{label}</span>
                {short && <span class="rail-label rail-short">{short}</span>}
              </a>
            </li>
          ))}
        </ul>
        <AccountMenu />
      </nav>
    </div>
  );
}
