import type { Version } from "../../../base/api/management.ts";
import { Button } from "../../../base/ui/button.tsx";
import { versionsLabels } from "./versions-labels.ts";
import { FlowsBeside } from "./flows-beside.tsx";
import type { VersionsModel } from "./versions-model.ts";

const words = versionsLabels;

/** Two flows of the workflow to choose, and what changes from the one to the other. */
export function CompareCard({ model, from, to }: { model: VersionsModel; from: string; to: string }) {
  const items = model.list.items.value ?? [];
  return (
    <>
      <div class="compare-choice">
        <Choice label={words.from} value={from} versions={items} onChoose={(id) => model.compare(id, to)} />
        <Button kind="quiet" icon="transfer" class="compare-swap" onClick={() => model.compare(to, from)}>
          {words.swap}
        </Button>
        <Choice label={words.to} value={to} versions={items} onChoose={(id) => model.compare(from, id)} />
      </div>
      <FlowsBeside model={model} from={from} to={to} />
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  versions: readonly Version[];
  onChoose: (id: string) => void;
}

function Choice({ label, value, versions, onChoose }: ChoiceProps) {
  const known = value === "draft" || versions.some(({ id }) => id === value);
  return (
    <label class="version-side">
      <span class="soft">{label}</span>
      <select class="select" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="draft">{words.draft}</option>
        {!known && <option value={value}>{value === "deployed" ? words.deployed : value}</option>}
        {versions.map((version) => (
          <option key={version.id} value={version.id}>
            {words.called(version.number, version.name)} {version.deployed ? `· ${words.deployed}` : ""}
          </option>
        ))}
      </select>
    </label>
  );
}
