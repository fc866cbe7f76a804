import type { ProblemEntry } from "../api/problem.ts";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";

/** A flow's problems, each with its node, what is wrong and how to mend it. */
export function ProblemList({
  problems,
  onNode,
}: {
  problems: readonly (ProblemEntry & { severity?: unknown })[];
  onNode?: (node: string) => void;
}) {
  return (
    <ul class="problems">
      {problems.map((problem, at) => {
        const warning = problem.severity === "warning";
        return (
          <li key={at} class={warning ? "problem problem-warning" : "problem"}>
            <Icon name={warning ? "info" : "alert"} />
            <span class="unseen">{labels.problemList.severity[warning ? "warning" : "error"]}</span>
            <div class="grow stack-s">
              <p class="break">
                {problem.node && onNode ? (
                  <button type="button" class="problem-node" onClick={() => onNode(problem.node!)}>
                    {problem.node}
                  </button>
                ) : (
                  <span class="strong">{problem.node ?? labels.problemList.whole}</span>
                )}{" "}
                {problem.message}
              </p>
              {problem.suggestion && <p class="soft break">{problem.suggestion}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
