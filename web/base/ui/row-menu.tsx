import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { Menu } from "./menu.tsx";

/** The menu at the end of a row. */
export function RowMenu({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <Menu
      trigger={(ties) => (
        <button type="button" class="button button-quiet icon-button" {...ties} aria-label={label}>
          <Icon name="more" />
        </button>
      )}
    >
      {children}
    </Menu>
  );
}
