import type { Version } from "../api/management.ts";
import { Button } from "../ui/button.tsx";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { LoadedDiff } from "./loaded-diff.tsx";
import type { VersionsModel } from "./versions-model.ts";

const words = workflowLabels.versions;

/** Two flows of the workflow to choose, and what changes from the one to the other. */
export function CompareCard({ model, workflowId, from, to }: { model: VersionsModel; workflowId: string; from: string; to: string }) {
  const items = model.list.items.value ?? [];
  return (
    <section class="card" aria-labelledby="compare-title">
      <div class="card-head compare-head">
        <h2 id="compare-title">{words.compareTitle}</h2>
        <div class="compare-choice">
          <Choice label={words.from} value={from} versions={items} onChoose={(id) => model.compare(id, to)} />
          <Button kind="quiet" icon="transfer" class="compare-swap" onClick={() => model.compare(to, from)}>
            {words.swap}
          </Button>
          <Choice label={words.to} value={to} versions={items} onChoose={(id) => model.compare(from, id)} />
        </div>
      </div>
      <div class="card-body">
        <LoadedDiff workflowId={workflowId} from={from} to={to} />
      </div>
    </section>
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
    <label class="compare-side">
      <span class="soft">{label}</span>
      <select class="select" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="draft">{words.draft}</option>
        {!known && <option value={value}>{value === "deployed" ? words.deployed : value}</option>}
        {versions.map((version) => (
          <option key={version.id} value={version.id}>
            {words.number(version.number)} {version.name} {version.deployed ? `· ${words.deployed}` : ""}
          </option>
        ))}
      </select>
    </label>
  );
}
