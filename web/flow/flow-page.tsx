import { useEffect, useState } from "preact/hooks";
import type { FlowDocument } from "../api/resources.ts";
import { lazyPage } from "../shell/lazy-page.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { search, setSearch } from "../shell/router.ts";
import { labels } from "../ui/labels.ts";
import { ProblemNotice, Skeleton } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { useModel } from "../ui/use-model.ts";
import { findNode } from "../workflow/node-reference.ts";
import { ProblemList } from "../workflow/problem-list.tsx";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { FlowDrawing } from "./drawing.tsx";
import { createFlowModel, type FlowModel } from "./flow-model.ts";
import { JsonEditor } from "./json-editor.tsx";
import { NodePanel } from "./node-panel.tsx";
import "./flow.css";

const FlowBuilder = lazyPage<{ onView: () => void }>(async () => (await import("../builder/builder.tsx")).FlowBuilder);
const words = labels.flow;
type View = keyof typeof words.tabs;

/** The flow on the canvas, or as JSON; where there is little room it is drawn to be looked at. */
export function FlowPage() {
  const { workflow } = useWorkflow();
  const isWide = useWidth();
  const isText = search.value.get("view") === "json";
  useEffect(() => {
    document.title = `${workflow.name} · ${labels.product}`;
  }, [workflow.name]);
  if (!isWide || isText) return <PlainFlow view={isText ? "json" : "drawing"} />;
  return (
    <>
      <h1 class="unseen" tabIndex={-1}>
        {words.title}
      </h1>
      <FlowBuilder onView={() => setSearch({ view: "json" })} />
    </>
  );
}

/** Below this the canvas is for looking. */
const wide = matchMedia("(min-width: 900px)");
function useWidth(): boolean {
  const [isWide, setWide] = useState(wide.matches);
  useEffect(() => {
    const follow = () => setWide(wide.matches);
    wide.addEventListener("change", follow);
    return () => wide.removeEventListener("change", follow);
  }, []);
  return isWide;
}

function PlainFlow({ view }: { view: View }) {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createFlowModel(shared), workflow.id);
  const flow = model.flow.value;
  return (
    <div class="page">
      <PageHead title={words.title} tab={workflow.name} lead={workflow.description || words.lead} />
      {!flow ? (
        model.problem.value ? (
          <ProblemNotice problem={model.problem.value} onRetry={model.load} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : (
        <div>
          <Tabs
            label={words.view}
            tabs={[
              { key: "drawing", label: wide.matches ? labels.builder.views.canvas : words.tabs.drawing },
              { key: "json", label: words.tabs.json },
            ]}
            current={view}
            onChange={(key) => setSearch({ view: key === "json" ? "json" : "" })}
          >
            {view === "json" ? <JsonEditor model={model} /> : <DrawingView model={model} />}
          </Tabs>
        </div>
      )}
    </div>
  );
}

function DrawingView({ model }: { model: FlowModel }) {
  const flow = model.flow.value!;
  const problems = model.problems.value;
  const node = flow.nodes.find(({ id }) => id === model.selected.value);
  const { select } = model;
  return (
    <div class="stack flow-view">
      <div class="flow-split">
        <FlowDrawing
          flow={flow}
          troubled={new Set(problems.flatMap((problem) => findNode(flow.nodes, problem.node)?.id ?? []))}
          selected={model.selected.value}
          onSelect={select}
        />
        {node && (
          <NodePanel
            node={node}
            problems={problems.filter((problem) => findNode(flow.nodes, problem.node) === node)}
            onClose={() => select(undefined)}
          />
        )}
      </div>
      {model.dirty.value && <p class="soft">{words.draftWaits}</p>}
      <ProblemSection problems={problems} flow={flow} onNode={select} />
    </div>
  );
}

function ProblemSection({
  problems,
  flow,
  onNode,
}: {
  problems: FlowModel["problems"]["value"];
  flow: FlowDocument;
  onNode: (id: string) => void;
}) {
  if (problems.length === 0)
    return (
      <p class="status status-success flow-fine">
        <span class="status-dot" aria-hidden="true" />
        {words.noProblems}
      </p>
    );
  return (
    <section class="stack" aria-labelledby="flow-problems">
      <h2 id="flow-problems">{labels.problemList.count(problems.length)}</h2>
      <ProblemList problems={problems} nodes={flow.nodes} onNode={onNode} />
    </section>
  );
}
