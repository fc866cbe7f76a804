import { computed, effect } from "@preact/signals";
import { dashboard, type Dashboard, type DashboardQuery } from "../../../base/api/observing.ts";
import { search as address, setSearch } from "../../../base/router/router.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { createResource } from "../../../base/ui/resource.ts";
import { createTypedSearch } from "../../../base/ui/typed-search.ts";

export type Range = Dashboard["range"];
export type Sort = NonNullable<DashboardQuery["sort"]>;
export const ranges: readonly Range[] = ["24h", "7d", "30d"];
const sorts: readonly Sort[] = ["runs", "failures", "failureRate", "slowest", "lastFailure", "name"];

/** Figures come some seconds after the runs; asking more often would show the same. */
const refreshMs = 15_000;

/** The figures of all workflows and of each, kept up to date. What is chosen stands in the address, so that it can be shared. */
export function createDashboardModel() {
  const range = computed<Range>(() => ranges.find((each) => each === address.value.get("range")) ?? "24h");
  const sort = computed<Sort>(() => sorts.find((each) => each === address.value.get("sort")) ?? "runs");
  const order = computed<"asc" | "desc">(() => (address.value.get("order") === "asc" ? "asc" : "desc"));
  const search = createTypedSearch(() => void list.reload());
  const all = createResource(() => dashboard.get(range.peek()));
  const list = createPagedList((cursor) =>
    dashboard.workflows({
      range: range.peek(),
      sort: sort.peek(),
      order: order.peek(),
      ...(search.query.peek() === "" ? {} : { search: search.query.peek() }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  const refresh = () => {
    if (document.hidden) return;
    void all.load();
    void list.refresh();
  };
  let stops: readonly (() => void)[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    range,
    sort,
    order,
    search,
    all,
    list,
    setRange: (next: Range) => setSearch({ range: next === "24h" ? "" : next }),
    /** The same column again turns the order around. */
    sortBy(next: Sort) {
      const first = next === "name" ? "asc" : "desc";
      const turned = sort.value === next ? (order.value === "asc" ? "desc" : "asc") : first;
      setSearch({ sort: next === "runs" ? "" : next, order: turned === "desc" ? "" : turned });
    },
    start() {
      stops = [
        effect(() => {
          void range.value;
          void all.load();
        }),
        effect(() => {
          void [range.value, sort.value, order.value];
          void list.reload();
        }),
      ];
      timer = setInterval(refresh, refreshMs);
    },
    stop() {
      for (const stop of stops) stop();
      clearInterval(timer);
    },
  };
}
export type DashboardModel = ReturnType<typeof createDashboardModel>;
