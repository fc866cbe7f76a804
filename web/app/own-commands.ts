/** What the palette offers everywhere: pages, the first steps on them, workflows, the theme. */
import { navigate, path } from "../base/router/router.ts";
import { me, signOut } from "../base/session/session-model.ts";
import { accountPlaces } from "./account-places.ts";
import { openShortcutSheet } from "./shortcut-sheet.tsx";
import { theme, themes } from "../base/ui/theme.ts";
import { workflowPlace } from "../base/router/workflow-place.ts";
import { workflows } from "../base/api/resources.ts";
import type { IconName } from "../base/ui/icons.tsx";
import { labels } from "../base/labels.ts";
import { paletteLabels } from "./palette-labels.ts";
import type { Command } from "../base/commands/registry.ts";

const words = paletteLabels;
const themeIcons = { system: "system", light: "sun", dark: "moon" } as const;

const go = (id: string, title: string, icon: IconName, href: string, group: string = words.groups.page): Command => ({
  id,
  title,
  group,
  icon,
  run: () => navigate(href),
});

/** The pages of the workflow that is open, by the links of its navigation. */
function workflowPages(): readonly Command[] {
  const id = workflowPlace(path.peek())?.id;
  if (id === undefined) return [];
  const nav = document.querySelectorAll<HTMLAnchorElement>(`.rail-places a[href^="/workflows/${CSS.escape(encodeURIComponent(id))}"]`);
  return [...nav].map((link) => {
    const title = link.querySelector(".rail-label")?.textContent ?? link.href;
    return go(`here:${link.pathname.split("/")[3] ?? ""}`, title, "flow", link.pathname);
  });
}

export function ownCommands(): readonly Command[] {
  const may = me.peek()?.capabilities ?? [];
  const pages = accountPlaces
    .filter(({ needs }) => !needs || may.includes(needs))
    .map(({ href, label, icon }) => go(`page:${href}`, label, icon, href));
  const action = words.groups.action;
  return [
    ...workflowPages(),
    ...pages,
    ...(may.includes("workflows.create") ? [go("new:workflow", words.newWorkflow, "plus", "/?new=workflow", action)] : []),
    ...(may.includes("members.manage") ? [go("new:invitation", words.invite, "people", "/members?new=invitation", action)] : []),
    ...(may.includes("datasets.manage") ? [go("new:data", words.uploadData, "data", "/data?new=upload", action)] : []),
    ...(may.includes("profiles.manage") ? [go("new:profile", words.newProfile, "shield", "/profiles?new=profile", action)] : []),
    go("new:token", words.newToken, "token", "/tokens?new=token", action),
    { id: "shortcuts", title: words.shortcuts, group: action, icon: "info", keys: "?", run: openShortcutSheet },
    ...themes.map((each) => ({
      id: `theme:${each}`,
      title: words.themeOf(labels.shell.themes[each]),
      group: words.groups.theme,
      icon: themeIcons[each],
      run: () => {
        theme.value = each;
      },
    })),
    { id: "signOut", title: words.signOut, group: action, icon: "signOut", run: () => void signOut() },
  ];
}

const maxWorkflows = 8;

/** Searched on the server, which knows all of them. */
export async function workflowCommands(typed: string): Promise<readonly Command[]> {
  const { items } = await workflows.list({ sort: "changed", limit: maxWorkflows, ...(typed === "" ? {} : { search: typed }) });
  return items.map(({ id, name }) => go(`workflow:${id}`, name, "workflows", `/workflows/${id}`, words.groups.workflow));
}
