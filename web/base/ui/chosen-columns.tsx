import { computed } from "@preact/signals";
import { Icon } from "./icons.tsx";
import { labels } from "../labels.ts";
import { Menu, MenuItem } from "./menu.tsx";
import type { Column } from "./paged-table.tsx";
import { createRememberedRecord } from "./remembered.ts";

interface Choosable {
  readonly key: string;
  readonly label: string;
  /** Without it a row could not be opened, so it is always there. */
  readonly fixed?: boolean;
  /** Shown only if the person selected it. */
  readonly extra?: boolean;
}
export interface ChoosableColumn<Item> extends Column<Item>, Choosable {
  readonly label: string;
}

/** Which columns of a table are shown; kept in this browser under `name`. */
export function createChosenColumns<Each extends Choosable>(name: string, all: readonly Each[]) {
  const { record, set, clear } = createRememberedRecord<boolean>(`columns.${name}`);
  const isShown = ({ key, fixed, extra }: Each) => fixed === true || (record.value[key] ?? !extra);
  return {
    isShown,
    shown: computed(() => all.filter(isShown)),
    choices: all.filter(({ fixed }) => !fixed),
    toggle: (column: Each) => set(column.key, !isShown(column)),
    reset: clear,
  };
}

type ChosenColumns<Each extends Choosable> = Pick<ReturnType<typeof createChosenColumns<Each>>, "choices" | "isShown" | "toggle" | "reset">;

/** The menu that chooses the columns of a table, several in one go. */
export function ColumnChooser<Each extends Choosable>({ columns }: { columns: ChosenColumns<Each> }) {
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
