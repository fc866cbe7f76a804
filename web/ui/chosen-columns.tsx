import { computed, signal } from "@preact/signals";
import { Icon } from "./icons.tsx";
import { labels } from "./labels.ts";
import { Menu, MenuItem } from "./menu.tsx";
import type { Column } from "./paged-table.tsx";
import { recall, remember } from "./remembered.ts";

export interface ChoosableColumn<Item> extends Column<Item> {
  key: string;
  /** Without it a row could not be opened, so it is always there. */
  fixed?: boolean;
  /** Shown only where somebody chose it. */
  extra?: boolean;
}

/** Which columns of a table are shown; kept in this browser under `name`. */
export function createChosenColumns<Item>(name: string, all: readonly ChoosableColumn<Item>[]) {
  const key = `columns.${name}`;
  const chosen = signal<Readonly<Record<string, boolean>>>(parse(recall(key)));
  const isShown = ({ key: column, fixed, extra }: ChoosableColumn<Item>) => fixed === true || (chosen.value[column] ?? !extra);
  const keep = (next: Readonly<Record<string, boolean>>) => {
    chosen.value = next;
    remember(key, JSON.stringify(next));
  };
  return {
    isShown,
    shown: computed(() => all.filter(isShown)),
    choices: all.filter(({ fixed }) => !fixed),
    toggle: (column: ChoosableColumn<Item>) => keep({ ...chosen.value, [column.key]: !isShown(column) }),
    reset: () => keep({}),
  };
}

interface Choosable<Each extends { key: string; label: string }> {
  choices: readonly Each[];
  isShown: (column: Each) => boolean;
  toggle: (column: Each) => void;
  reset: () => void;
}

/** The menu that chooses the columns of a table, several in one go. */
export function ColumnChooser<Each extends { key: string; label: string }>({ columns }: { columns: Choosable<Each> }) {
  return (
    <Menu
      trigger={(ties) => (
        <button type="button" class="button" {...ties}>
          <Icon name="columns" />
          {labels.common.columns}
        </button>
      )}
    >
      {columns.choices.map((column) => (
        <button
          key={column.key}
          type="button"
          role="menuitemcheckbox"
          aria-checked={columns.isShown(column)}
          tabIndex={-1}
          class="menu-item"
          onClick={() => columns.toggle(column)}
        >
          <span class="grow">{column.label}</span>
          {columns.isShown(column) && <Icon name="check" />}
        </button>
      ))}
      <div class="menu-group">
        <MenuItem icon="undo" onClick={columns.reset}>
          {labels.common.usualColumns}
        </MenuItem>
      </div>
    </Menu>
  );
}

function parse(text: string | null): Readonly<Record<string, boolean>> {
  try {
    const given: unknown = JSON.parse(text ?? "{}");
    return typeof given === "object" && given !== null ? (given as Record<string, boolean>) : {};
  } catch {
    return {};
  }
}
