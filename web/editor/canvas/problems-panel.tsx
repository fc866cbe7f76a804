import { flowLabels } from "../drawing/flow-labels.ts";
import { ProblemList } from "../../base/workflow/problem-list.tsx";
import type { Builder } from "./builder-model.ts";
import { State } from "../../base/ui/status.tsx";
import { successLook } from "../../base/ui/status-look.ts";

/** What keeps the flow from being deployed; a click leads to the node and the field. */
export function ProblemsPanel({ builder }: { builder: Builder }) {
  const { editor } = builder;
  const problems = editor.problems.value;
  if (problems.length === 0)
    return (
      <p class="problems-none">
        <State plain {...successLook}>
          {flowLabels.noProblems}
        </State>
      </p>
    );
  return (
    <ProblemList problems={problems} nodes={editor.document.value.nodes} onNode={(id, problem) => builder.showProblem(id, problem.path)} />
  );
}
