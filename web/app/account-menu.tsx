import { memberships } from "../base/api/account-resources.ts";
import { Menu, MenuItem } from "../base/ui/menu.tsx";
import { toastProblem } from "../base/ui/toasts.tsx";
import { openPalette } from "./palette-host.tsx";
import { labels } from "../base/labels.ts";
import { navigate } from "../base/router/router.ts";
import { me, signOut } from "../base/session/session-model.ts";
import { openShortcutSheet } from "./shortcut-sheet.tsx";
import { theme, themes } from "../base/ui/theme.ts";

const icons = { system: "system", light: "sun", dark: "moon" } as const;

/** Lists, drafts and keys in memory belong to the previous account, so the page is reloaded. */
async function switchTo(accountId: string): Promise<void> {
  try {
    await memberships.switch(accountId);
    location.assign("/");
  } catch (caught) {
    toastProblem(caught);
  }
}

export function AccountMenu() {
  const user = me.value?.user;
  if (!user) return null;
  const { accounts, activeAccount } = me.value!;
  return (
    <Menu
      trigger={(ties) => (
        <button type="button" class="rail-place rail-account" {...ties} aria-label={labels.shell.accountOf(user.name)}>
          <span class="avatar" aria-hidden="true" data-letter={(user.name || user.email).slice(0, 1).toUpperCase()} />
          <span class="rail-label cut">{user.name}</span>
        </button>
      )}
    >
      <div class="menu-head">
        <p class="strong cut">{user.name}</p>
        <p class="soft cut">{user.email}</p>
      </div>
      {accounts.length > 1 && (
        <div role="group" aria-label={labels.shell.accounts} class="menu-group">
          <p class="menu-title" aria-hidden="true">
            {labels.shell.accounts}
          </p>
          {accounts.map(({ id, name }) => (
            <MenuItem
              key={id}
              icon="workflows"
              checked={id === activeAccount?.id}
              onClick={() => id !== activeAccount?.id && void switchTo(id)}
            >
              {name}
            </MenuItem>
          ))}
        </div>
      )}
      <div role="group" aria-label={labels.shell.theme} class="menu-group">
        <p class="menu-title" aria-hidden="true">
          {labels.shell.theme}
        </p>
        {themes.map((each) => (
          <MenuItem key={each} icon={icons[each]} checked={theme.value === each} onClick={() => (theme.value = each)}>
            {labels.shell.themes[each]}
          </MenuItem>
        ))}
      </div>
      <div class="menu-group">
        <MenuItem icon="details" onClick={() => navigate("/account")}>
          {labels.shell.account}
        </MenuItem>
        <MenuItem icon="token" onClick={() => navigate("/tokens")}>
          {labels.shell.tokens}
        </MenuItem>
        <MenuItem icon="search" keys="Ctrl K" onClick={openPalette}>
          {labels.shell.commands}
        </MenuItem>
        <MenuItem icon="info" keys="?" onClick={openShortcutSheet}>
          {labels.shell.shortcuts}
        </MenuItem>
        <MenuItem icon="details" onClick={() => void window.open("/third-party-notices.txt", "_blank", "noopener")}>
          {labels.shell.notices}
        </MenuItem>
      </div>
      <div class="menu-group">
        <MenuItem icon="signOut" onClick={() => void signOut()}>
          {labels.shell.signOut}
        </MenuItem>
      </div>
    </Menu>
  );
}
