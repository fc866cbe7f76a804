import type { FlowDocument, FlowProblem } from "../../base/api/resources.ts";
import { useShortcuts } from "../../base/shortcuts/shortcuts.ts";
import { IconButton } from "../../base/ui/button.tsx";
import { flowLabels } from "./flow-labels.ts";
import { Icon } from "../../base/ui/icons.tsx";
import { labels } from "../../base/labels.ts";
import { ProblemList } from "../../base/workflow/problem-list.tsx";
import { lookOf } from "./node-look.ts";

type Node = FlowDocument["nodes"][number];

/** A node's settings, to read, beside the drawing. */
export function NodePanel({ node, problems, onClose }: { node: Node; problems: readonly FlowProblem[]; onClose: () => void }) {
  useShortcuts({ Escape: onClose });
  const { icon, family } = lookOf(node.type);
  const { id: _, name, type, config, description, position: __, ...work } = node;
  const settings = [...Object.entries(config), ...Object.entries(work)].filter(([, value]) => value !== undefined);
  return (
    <aside class="card node-panel" aria-label={flowLabels.settingsOf(name)}>
      <div class="card-head">
        <div class="row node-panel-name">
          <span class={`node-panel-icon family-${family}`}>
            <Icon name={icon} />
          </span>
          <h2 class="cut">{name}</h2>
        </div>
        <IconButton icon="close" label={labels.common.close} onClick={onClose} />
      </div>
      <div class="card-body stack">
        {problems.length > 0 && <ProblemList problems={problems} nodes={[node]} />}
        {description && <p>{description}</p>}
        <dl class="stack">
          <div class="stack-s">
            <dt class="soft">{flowLabels.type}</dt>
            <dd>{type}</dd>
          </div>
          {settings.map(([key, value]) => (
            <div key={key} class="stack-s">
              <dt class="soft">{key}</dt>
              <dd>
                {typeof value === "string" ? (
                  <pre class="node-value">{value}</pre>
                ) : (
                  <pre class="node-value">{JSON.stringify(value, null, 2)}</pre>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </aside>
  );
}
