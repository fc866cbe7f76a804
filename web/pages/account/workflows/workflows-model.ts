import { computed, effect, signal } from "@preact/signals";
import { workflows, type WorkflowSummary } from "../../../base/api/resources.ts";
import { guide } from "../../workflow/first-steps/guide.ts";
import { search, setSearch } from "../../../base/router/router.ts";
import { me } from "../../../base/session/session-model.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { createAddressSearch } from "../../../base/ui/typed-search.ts";
import { type WayToBegin, waysToBegin } from "../../workflow/first-steps/ways-to-begin.ts";

export const tabs = ["all", "mine", "shared"] as const;
export type Tab = (typeof tabs)[number];
export const sorts = ["name", "changed"] as const;
export type Sort = (typeof sorts)[number];

/** A person with more workflows than these needs no help. */
const fewWorkflows = 3;

/** The palette says "workflow" where it means a blank one. */
const readWay = (text: string | null): WayToBegin | undefined =>
  text === "workflow" ? "blank" : waysToBegin.find((each) => each === text);

/** The list of workflows. Tab, sort and search are in the address, so that a view can be shared and Back returns to it. */
export function createWorkflowsModel() {
  const tab = computed<Tab>(() => tabs.find((each) => each === search.value.get("tab")) ?? "all");
  const sort = computed<Sort>(() => sorts.find((each) => each === search.value.get("sort")) ?? "changed");
  const { query, typed, type, clear, stop } = createAddressSearch();
  const open = signal<{ kind: "edit" | "delete"; workflow: WorkflowSummary } | undefined>();
  const mayCreate = computed(() => me.value?.capabilities.includes("workflows.create") ?? false);

  const list = createPagedList((cursor) =>
    workflows.list({ tab: tab.value, sort: sort.value, ...(query.value ? { search: query.value } : {}), ...(cursor ? { cursor } : {}) }),
  );

  let stopWatching: () => void = () => undefined;
  return {
    list,
    tab,
    sort,
    query,
    typed,
    type,
    clearSearch: clear,
    open,
    mayCreate,
    /** How a new workflow is being started; the address contains it. */
    way: computed(() => (mayCreate.value ? readWay(search.value.get("new")) : undefined)),
    begin(way: WayToBegin | undefined) {
      if (mayCreate.value) setSearch({ new: way ?? "", template: way === "template" ? (search.value.get("template") ?? "") : "" });
    },
    /** Above a list that holds little more than the example, for those who were not there before. */
    offersFirstSteps: computed(() => {
      const count = list.items.value?.length ?? 0;
      const isPlain = tab.value === "all" && query.value === "" && !list.hasMore.value;
      return mayCreate.value && isPlain && count > 0 && (guide.isRunning.value || (guide.isOffered.value && count <= fewWorkflows));
    }),
    may: (workflow: WorkflowSummary, what: "workflow.edit" | "workflow.delete") => workflow.capabilities.includes(what),
    start() {
      stopWatching = effect(() => {
        void [tab.value, sort.value, query.value];
        void list.reload();
      });
    },
    stop() {
      stopWatching();
      stop();
    },
    setTab: (next: Tab) => setSearch({ tab: next === "all" ? "" : next }),
    setSort: (next: Sort) => setSearch({ sort: next === "changed" ? "" : next }),
  };
}
export type WorkflowsModel = ReturnType<typeof createWorkflowsModel>;
