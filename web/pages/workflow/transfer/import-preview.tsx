import type { ComponentChildren } from "preact";
import type { ImportPreview, MissingDependencies } from "../../../base/api/management.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { Notice } from "../../../base/ui/states.tsx";
import { transferLabels } from "./transfer-labels.ts";
import { FlowDiffView } from "../versions/flow-diff.tsx";
import { ValueChanges } from "../versions/value-changes.tsx";
import type { Named } from "../../../base/workflow/node-reference.ts";
import { ProblemList } from "../../../base/workflow/problem-list.tsx";

const words = transferLabels.import;

/** What an import would change, what it would lack, and what would be wrong with the flow afterwards. */
export function ImportPreviewShown({ preview }: { preview: ImportPreview & { known: readonly Named[] } }) {
  const { known, flow, endpoint, variables, problems, missing, canImport, needsValue } = preview;
  const nodes = [
    ...flow.nodes.added,
    ...flow.nodes.changed.map(({ id, newId, name, renamed }) => ({ id: newId ?? id, name: renamed?.after ?? name })),
    ...known,
  ];
  return (
    <div class="stack-l">
      {!canImport && (
        <Notice kind="warning" title={words.cannot}>
          {words.cannotDetail}
        </Notice>
      )}
      {missing.length > 0 && <MissingPart missing={missing} nodes={nodes} />}
      {problems.length > 0 && (
        <Part title={words.problems} lead={words.problemsLead}>
          <ProblemList problems={problems} nodes={nodes} />
        </Part>
      )}
      <Part title={words.flow}>
        <FlowDiffView diff={flow} known={known} />
      </Part>
      <Part title={words.endpoint}>
        {endpoint.length > 0 ? <ValueChanges changes={endpoint} /> : <p class="soft">{words.nothingChanges}</p>}
      </Part>
      <Part title={words.variables}>
        <VariablesPart variables={variables} needsValue={needsValue} />
      </Part>
    </div>
  );
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ComponentChildren }) {
  return (
    <section class="stack">
      <div>
        <h3>{title}</h3>
        {lead && <p class="soft">{lead}</p>}
      </div>
      {children}
    </section>
  );
}

function MissingPart({ missing, nodes }: { missing: MissingDependencies; nodes: readonly { id: string; name: string }[] }) {
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  return (
    <Part title={words.missing} lead={words.missingLead}>
      <ul class="problems">
        {missing.map(({ kind, reference, nodes: users }) => (
          <li key={`${kind} ${reference}`} class="problem problem-warning">
            <Icon name="warning" />
            <p class="grow break">
              <span class="strong">{words.kinds[kind] ?? kind}</span> <code>{reference}</code>{" "}
              {users.length > 0 && <span class="soft">{words.usedBy(users.map(nameOf).join(", "))}</span>}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function VariablesPart({ variables, needsValue }: Pick<ImportPreview, "variables" | "needsValue">) {
  const { added, same, conflicting } = variables;
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(", ");
  const lines = [
    ...(conflicting.length > 0 ? [words.conflicting(names(conflicting))] : []),
    ...(added.length > 0 ? [words.added(names(added))] : []),
    ...(same.length > 0 ? [words.same(same.join(", "))] : []),
    ...(needsValue.length > 0 ? [words.needsValue(needsValue.join(", "))] : []),
  ];
  if (lines.length === 0) return <p class="soft">{words.noVariables}</p>;
  return (
    <ul class="import-lines">
      {lines.map((line) => (
        <li key={line} class="break">
          {line}
        </li>
      ))}
    </ul>
  );
}
