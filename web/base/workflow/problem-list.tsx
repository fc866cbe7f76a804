import type { ProblemEntry } from "../api/problem.ts";
import { Icon } from "../ui/icons.tsx";
import { workflowLabels } from "./workflow-labels.ts";
import { findNode, type Named } from "./node-reference.ts";

interface Props {
  problems: readonly (ProblemEntry & { severity?: unknown })[];
  /** The nodes of the flow that was checked, so that each is called by its name. */
  nodes: readonly Named[];
  onNode?: (id: string, problem: ProblemEntry) => void;
}

/** Where in the node: the pointer without the way to the node, whose name stands before it. */
const below = (path: string, isNode: boolean): string => (isNode ? path.replace(/^\/nodes\/\d+(\/config)?\/?/, "") : path);

/** A flow's problems, each with its node, the error and the fix. */
export function ProblemList({ problems, nodes, onNode }: Props) {
  return (
    <ul class="problems">
      {problems.map((problem, at) => {
        const warning = problem.severity === "warning";
        const node = findNode(nodes, problem.node);
        const name = node?.name || problem.node;
        const where = below(problem.path ?? "", node !== undefined);
        return (
          <li key={at} class={warning ? "problem problem-warning" : "problem"}>
            <Icon name={warning ? "warning" : "alert"} />
            <div class="grow stack-s">
              <p class="problem-where">
                <span class="unseen">{workflowLabels.problemList.severity[warning ? "warning" : "error"]}</span>
                {node && onNode ? (
                  <button type="button" class="problem-node" onClick={() => onNode(node.id, problem)}>
                    {name}
                  </button>
                ) : (
                  <span class="strong">{name ?? workflowLabels.problemList.whole}</span>
                )}
                {where && <code class="soft break">{where}</code>}
              </p>
              <p class="break">{problem.message}</p>
              {problem.suggestion && <p class="soft break">{problem.suggestion}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
