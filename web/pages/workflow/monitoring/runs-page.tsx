import { useMemo } from "preact/hooks";
import type { ModelRunRow, RunRow } from "../../../base/api/runs.ts";
import { RunPanel } from "../../run/run-panel.tsx";
import { parts } from "../../../base/parts.ts";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { search as parameters, setOpen, setSearch } from "../../../base/router/router.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { monitoringLabels } from "./monitoring-labels.ts";
import { EmptyState } from "../../../base/ui/states.tsx";
import { workflowLabels } from "../../../base/workflow/workflow-labels.ts";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { ChosenBar } from "./chosen-bar.tsx";
import { createColumns } from "./columns-model.ts";
import { Figures } from "./figures.tsx";
import { LiveSwitch } from "./live-switch.tsx";
import { MoreActions } from "./more-actions.tsx";
import type { AnyRow, RowKind } from "./row-kind.ts";
import { modelRunKind, runKind } from "./run-kinds.tsx";
import { createRunsModel, type RunsModel } from "./runs-model.ts";
import { RunsTable } from "./runs-table.tsx";
import { Toolbar } from "./toolbar.tsx";
import "./monitoring.css";

const words = monitoringLabels;
type Tab = "runs" | "modelRuns";
const open = (run: string) => setOpen("run", run, { node: "" });

/** Monitoring of one workflow: its runs, or the calls of models in them. */
export function RunsPage() {
  const { workflow } = useWorkflow();
  const tab: Tab = parts.models && parameters.value.get("tab") === "modelRuns" ? "modelRuns" : "runs";
  const openRun = parameters.value.get("run") ?? undefined;
  const href = (runId: string) => `/workflows/${workflow.id}/runs/${runId}`;
  const kinds = useMemo(() => ({ runs: runKind(href, open), modelRuns: modelRunKind(href, open) }), [workflow.id]);
  return (
    <div class={openRun ? "monitoring monitoring-split" : "monitoring"}>
      <div class="monitoring-main">
        {tab === "runs" ? (
          <RunsView<RunRow> key="runs" kind={kinds.runs} openRun={openRun} />
        ) : (
          <RunsView<ModelRunRow> key="modelRuns" kind={kinds.modelRuns} openRun={openRun} />
        )}
      </div>
      {openRun && <RunPanel key={openRun} workflowId={workflow.id} runId={openRun} onClose={() => open("")} />}
    </div>
  );
}

function RunsView<Row extends AnyRow>({ kind, openRun }: { kind: RowKind<Row>; openRun: string | undefined }) {
  const { workflow } = useWorkflow();
  const model = useModel(() => createRunsModel(workflow.id, kind), `${workflow.id} ${kind.name}`);
  const columns = useMemo(() => createColumns(kind), [kind]);
  const loaded = model.list.items.value;
  const opened = loaded?.find((row) => kind.runOf(row) === openRun);
  return (
    <>
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        actions={
          <>
            <LiveSwitch live={model.live} />
            <a class="button" href={`/workflows/${workflow.id}/alerts`}>
              <Icon name="bell" />
              {words.alerts}
            </a>
            {kind.name === "runs" && <MoreActions model={model} />}
          </>
        }
      />
      <Tabs
        label={words.tabsLabel}
        tabs={[
          { key: "runs", label: words.tabs.runs },
          ...(parts.models ? [{ key: "modelRuns" as const, label: words.tabs.modelRuns }] : []),
        ]}
        current={kind.name}
        onChange={(next: Tab) => setSearch({ tab: next === "runs" ? "" : next, filters: "", join: "", sort: "", order: "", run: "" })}
      >
        <Figures model={model} />
        <Toolbar model={model} columns={columns} />
        <RunsTable
          model={model}
          columns={columns}
          openId={opened && kind.idOf(opened)}
          open={(row) => open(row ? kind.runOf(row) : "")}
          picks={kind.name === "runs"}
          empty={<Nothing model={model} />}
        />
        {loaded && loaded.length > 0 && (
          <div class="runs-foot">
            <p class="soft figures" role="status">
              {words.table.shown(loaded.length, model.total.value, words.table.what[kind.name])}
            </p>
            {kind.name === "runs" && <ChosenBar model={model} />}
          </div>
        )}
      </Tabs>
    </>
  );
}

function Nothing<Row extends AnyRow>({ model }: { model: RunsModel<Row> }) {
  const { model: shared, workflow } = useWorkflow();
  const { name } = model.kind;
  const mayDeploy = shared.may("workflow.deploy");
  if (model.isFiltered.value)
    return (
      <EmptyState
        icon="search"
        title={words.empty.filtered.title}
        action={<Button onClick={model.clear}>{words.empty.filtered.action}</Button>}
      >
        {words.empty.filtered.detail}
      </EmptyState>
    );
  if (model.selection.value.range !== "30d" && name === "runs" && workflow.deployment)
    return (
      <EmptyState
        icon="chart"
        title={words.empty.range.title}
        action={
          <>
            <Button onClick={() => model.setRange("30d")}>{words.empty.range.action}</Button>
            <a class="button" href={`/workflows/${workflow.id}/endpoint#try`}>
              {words.empty.runs.tryIt}
            </a>
          </>
        }
      >
        {words.empty.range.detail}
      </EmptyState>
    );
  if (name === "modelRuns")
    return (
      <EmptyState icon="chart" title={words.empty.modelRuns.title}>
        {words.empty.modelRuns.detail}
      </EmptyState>
    );
  return (
    <EmptyState
      icon="chart"
      title={words.empty.runs.title}
      action={
        (workflow.deployment || mayDeploy) && (
          <a class="button button-main" href={workflow.deployment ? `/workflows/${workflow.id}/endpoint#try` : `/workflows/${workflow.id}`}>
            {workflow.deployment ? words.empty.runs.tryIt : words.empty.runs.deploy}
          </a>
        )
      }
    >
      {workflow.deployment ? words.empty.runs.detail : mayDeploy ? words.empty.runs.notDeployed : workflowLabels.mayNotDeploy}
    </EmptyState>
  );
}
