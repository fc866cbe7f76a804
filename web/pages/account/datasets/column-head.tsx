import { columnTypes } from "#flow/datasets/column.ts";
import type { Dataset } from "../../../base/api/account-resources.ts";
import { datasetsLabels } from "./datasets-labels.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { Menu, MenuItem } from "../../../base/ui/menu.tsx";
import type { DatasetModel } from "./dataset-model.ts";
import { mayManageData } from "./datasets-model.ts";

const words = datasetsLabels;
type Column = Dataset["columns"][number];

/** A column's heading: sorts by it, and says how its cells are read, which those who may change data choose. */
export function ColumnHead({ model, column }: { model: DatasetModel; column: Column }) {
  const { name, type } = column;
  const sort = model.sort.value;
  const direction = sort === name ? "ascending" : sort === `-${name}` ? "descending" : undefined;
  return (
    <th scope="col" aria-sort={direction} class={type === "number" ? "figure" : undefined}>
      <span class="rows-head">
        <button type="button" class="table-sort" title={words.sortBy(name)} onClick={() => model.toggleSort(name)}>
          <span class="rows-name cut">{name}</span>
          {direction && <Icon name="chevronDown" />}
        </button>
        {mayManageData.value ? <TypeMenu model={model} column={column} /> : <span class="rows-type">{words.types[type]}</span>}
      </span>
    </th>
  );
}

function TypeMenu({ model, column: { name, type, chosen } }: { model: DatasetModel; column: Column }) {
  return (
    <Menu
      trigger={(ties) => (
        <button
          type="button"
          class="button button-quiet rows-type"
          {...ties}
          aria-label={words.typeOf(name, words.types[type])}
          title={chosen ? words.typeChosen : words.typeFound}
        >
          {words.types[type]}
          {chosen && <span aria-hidden="true">·</span>}
          <Icon name="chevronDown" />
        </button>
      )}
    >
      <p class="menu-title" aria-hidden="true">
        {words.readAs}
      </p>
      {columnTypes.map((each) => (
        <MenuItem key={each} checked={chosen && each === type} onClick={() => void model.setType(name, each)}>
          {words.types[each]}
        </MenuItem>
      ))}
      <div class="menu-group">
        <MenuItem checked={!chosen} onClick={() => void model.setType(name, null)}>
          {words.typeAsFound}
        </MenuItem>
      </div>
    </Menu>
  );
}
