import { computed, effect, signal } from "@preact/signals";
import { audit, type AuditEntry, type AuditQuery } from "../../../base/api/management.ts";
import { search, setOpen, setSearch } from "../../../base/router/router.ts";
import { auditLabels } from "./audit-labels.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { saveFile } from "../../../base/ui/save-file.ts";
import { rowBeside } from "../../../base/ui/side-panel.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { createAddressSearch, createTypedSearch } from "../../../base/ui/typed-search.ts";
import { type AuditFilter, parseFilters } from "./filters.ts";

const ranges = { any: undefined, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000, custom: undefined } as const;
export type Range = keyof typeof ranges;
export const rangeNames = Object.keys(ranges) as readonly Range[];

/** An audit log by filters, range and search, all of which are in the address, so that a view can be shared. */
export function createAuditModel(base: string) {
  const parameter = (name: string) => computed(() => search.value.get(name) ?? "");
  const typedSearch = createAddressSearch();
  const text = typedSearch.query;
  const from = parameter("from");
  const to = parameter("to");
  const filterText = parameter("filters");
  const entry = parameter("entry");
  const join = computed<"and" | "or">(() => (search.value.get("join") === "or" ? "or" : "and"));
  const range = computed<Range>(() => rangeNames.find((each) => each === search.value.get("range")) ?? "any");
  const filters = computed(() => parseFilters(filterText.value));
  const adding = signal(false);
  const people = signal<ReadonlyMap<string, string>>(new Map());
  const meet = (met: readonly { id: string; name: string }[]) => {
    people.value = new Map([...people.peek(), ...met.map(({ id, name }) => [id, name] as const)]);
  };
  /** Everybody who stands in the log, not only in the entries that are loaded. */
  const userSearch = createTypedSearch(() => void users.reload());
  const users = createPagedList(async (cursor) => {
    const page = await audit.users(base, {
      ...(userSearch.query.value ? { search: userSearch.query.value } : {}),
      ...(cursor ? { cursor } : {}),
    });
    meet(page.items);
    return page;
  });

  const selection = (): AuditQuery => ({
    ...(text.value ? { search: text.value } : {}),
    ...(filters.value.length > 0 ? { filters: JSON.stringify(filters.value), join: join.value } : {}),
    ...spanOf(range.value, from.value, to.value),
  });
  const list = createPagedList(async (cursor) => {
    const page = await audit.list(base, { ...selection(), ...(cursor ? { cursor } : {}) });
    meet(page.items.map(({ user }) => user));
    return page;
  });
  const setFilters = (next: readonly AuditFilter[]) => setSearch({ filters: next.length > 0 ? JSON.stringify(next) : "" });
  const open = (seq: number | undefined) => setOpen("entry", seq === undefined ? "" : String(seq));
  const csv = createAction(async () => {
    const { name, content } = await audit.csv(base, selection());
    saveFile(name, content);
    toast(auditLabels.csvDone(name));
  });

  let stopWatching: () => void = () => undefined;
  return {
    list,
    search: typedSearch,
    filters,
    join,
    range,
    from,
    to,
    adding,
    people,
    users,
    userSearch,
    csv,
    open,
    openSeq: computed(() => Number(entry.value) || undefined),
    opened: computed<AuditEntry | undefined>(() => list.items.value?.find(({ seq }) => String(seq) === entry.value)),
    isNarrowed: computed(() => text.value !== "" || filters.value.length > 0 || range.value !== "any"),
    start() {
      // A filter in the address names people whom no loaded entry may name.
      void users.reload();
      stopWatching = effect(() => {
        void [text.value, filterText.value, join.value, range.value, from.value, to.value];
        void list.reload();
      });
    },
    stop() {
      stopWatching();
      typedSearch.stop();
    },
    add(filter: AuditFilter) {
      adding.value = false;
      const isThere = filters.value.some((each) => JSON.stringify(each) === JSON.stringify(filter));
      if (!isThere) setFilters([...filters.value, filter]);
    },
    remove: (filter: AuditFilter) => setFilters(filters.value.filter((each) => each !== filter)),
    setJoin: (next: "and" | "or") => setSearch({ join: next === "and" ? "" : next }),
    setRange: (next: Range) => setSearch({ range: next === "any" ? "" : next, ...(next === "custom" ? {} : { from: "", to: "" }) }),
    setSpan: (span: { from?: string; to?: string }) => setSearch(span),
    clear() {
      typedSearch.empty();
      setSearch({ search: "", filters: "", join: "", range: "", from: "", to: "" });
    },
    /** Opens the entry so many rows further; the first where none is open. */
    step(by: number) {
      const next = rowBeside(list.items.value ?? [], ({ seq }) => String(seq) === entry.value, by);
      if (next) open(next.seq);
    },
  };
}
export type AuditModel = ReturnType<typeof createAuditModel>;

/** Whole days, in the viewer's time zone. */
function spanOf(range: Range, from: string, to: string): AuditQuery {
  if (range === "custom") {
    const [first, last] = [new Date(`${from}T00:00:00`).getTime(), new Date(`${to}T23:59:59.999`).getTime()];
    return { ...(Number.isNaN(first) ? {} : { from: String(first) }), ...(Number.isNaN(last) ? {} : { to: String(last) }) };
  }
  const length = ranges[range];
  return length === undefined ? {} : { from: String(Date.now() - length) };
}
