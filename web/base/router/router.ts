import { computed, signal } from "@preact/signals";
import { decodePart } from "../api/decode-part.ts";

const readPlace = () => ({ path: location.pathname, search: location.search, hash: location.hash });
const place = signal(readPlace());

export const path = computed(() => place.value.path);
export const search = computed(() => new URLSearchParams(place.value.search));
export const hash = computed(() => place.value.hash.slice(1));

/** Goes to an address of these pages. `replace` leaves no step for Back, for states such as a chosen tab. */
export function navigate(href: string, { replace = false } = {}): void {
  if (href === here()) return;
  // A changed parameter leaves what was opened in this step open.
  const state = replace && href.split(/[?#]/)[0] === location.pathname ? history.state : null;
  history[replace ? "replaceState" : "pushState"](state, "", href);
  place.value = readPlace();
}

const here = () => location.pathname + location.search + location.hash;

/** Changes query parameters of the present page; an empty value takes the parameter away. */
export function setSearch(changes: Record<string, string>): void {
  navigate(withSearch(changes), { replace: true });
}

/** What a step of the history says of a panel: the address before it was opened. */
interface Opened {
  readonly before: string;
}

/** As `setSearch`, for what is opened over a page, such as a row of its list: Back closes it, and closing it goes back. */
export function setOpen(name: string, value: string, changes: Record<string, string> = {}): void {
  const next = withSearch({ ...changes, [name]: value });
  const isOpen = new URLSearchParams(location.search).has(name);
  if (value !== "" && !isOpen) {
    history.pushState({ before: here() } satisfies Opened, "", next);
    place.value = readPlace();
    return;
  }
  // Only `setOpen` writes states.
  const opened = history.state as Opened | null;
  if (value === "" && isOpen && opened?.before === next) return history.back();
  navigate(next, { replace: true });
}

function withSearch(changes: Record<string, string>): string {
  const next = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return location.pathname + (text ? `?${text}` : "");
}

/** Follows links between these pages without a reload, and Back and Forward. */
export function startRouter(): void {
  addEventListener("popstate", () => (place.value = readPlace()));
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (!isPage(link.pathname) || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  });
}

/** The server's own addresses are left to the browser. */
function isPage(pathname: string): boolean {
  return !/^\/(api|v1|healthz)(\/|$)/.test(pathname);
}

/** The parameters of a path that fits a pattern such as `/workflows/:id/keys`, else undefined. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    if (!part.startsWith(":")) {
      if (part !== given[at]) return undefined;
      continue;
    }
    const value = decodePart(given[at]!);
    if (value === undefined) return undefined;
    found[part.slice(1)] = value;
  }
  return found;
}
