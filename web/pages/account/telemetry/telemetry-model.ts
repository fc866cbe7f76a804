import { computed, signal } from "@preact/signals";
import { errorOfField, problemBeyond } from "../../../base/api/problem.ts";
import { telemetry, type SentTelemetry, type Telemetry } from "../../../base/api/observing.ts";
import { workflows } from "../../../base/api/resources.ts";
import { labels } from "../../../base/labels.ts";
import { telemetryLabels } from "./telemetry-labels.ts";
import { createAction, createResource } from "../../../base/ui/resource.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { createTypedSearch } from "../../../base/ui/typed-search.ts";

const words = telemetryLabels;
type Chosen = NonNullable<Telemetry["workflows"]>[number];

/** How it goes is asked again while the page is open. */
const refreshMs = 5_000;
const fields = ["endpoint", "headers", "ratio", "workflows"] as const;

/** The account's export of traces: its settings while they are edited, and how it goes. */
export function createTelemetryModel() {
  const resource = createResource(telemetry.get);
  const enabled = signal(false);
  const endpoint = signal("");
  const headers = signal("");
  const dropsHeaders = signal(false);
  /** Null exports all. */
  const chosen = signal<readonly Chosen[] | null>(null);
  const percent = signal("100");
  const includeValues = signal(false);
  const tried = signal(false);
  const found = createResource(() => workflows.list({ search: search.query.peek(), sort: "name", limit: 8 }));
  const search = createTypedSearch(() => void found.load());

  const take = (given: Telemetry) => {
    resource.set(given);
    enabled.value = given.enabled;
    endpoint.value = given.endpoint;
    headers.value = "";
    dropsHeaders.value = false;
    chosen.value = given.workflows;
    percent.value = String(Number((given.ratio * 100).toFixed(4)));
    includeValues.value = given.includeValues;
    tried.value = false;
  };
  const lines = computed(() =>
    headers.value
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  );
  const faulty = computed(() => lines.value.find((line) => !/^[^:\s]+\s*:\s*\S/.test(line)));
  const share = computed(() => Number(percent.value.replace(",", ".")) / 100);
  const faults = computed(() => ({
    endpoint: endpoint.value.trim() === "" ? words.missingEndpoint : undefined,
    headers: faulty.value === undefined ? undefined : words.headerFault(faulty.value),
    ratio: share.value > 0 && share.value <= 1 ? undefined : words.ratioFault,
    workflows: chosen.value?.length === 0 ? words.noneChosen : undefined,
  }));

  const save = createAction(async () => {
    const body: SentTelemetry = {
      enabled: enabled.value,
      endpoint: endpoint.value.trim(),
      workflows: chosen.value === null ? null : chosen.value.map(({ id }) => id),
      ratio: share.value,
      includeValues: includeValues.value,
      ...(lines.value.length > 0
        ? {
            headers: lines.value.map((line) => ({
              name: line.slice(0, line.indexOf(":")).trim(),
              value: line.slice(line.indexOf(":") + 1).trim(),
            })),
          }
        : dropsHeaders.value
          ? { headers: [] }
          : {}),
    };
    const saved = await telemetry.put(body);
    take(saved);
    toast(labels.common.saved);
    return saved;
  });
  const test = createAction(async () => {
    const { ok, message, traceId } = await telemetry.test();
    toast(ok ? words.testOk(traceId) : message, ok ? "done" : "problem");
  });
  let timer: ReturnType<typeof setInterval> | undefined;
  const refresh = async () => {
    if (document.hidden || save.busy.peek() || resource.value.peek() === undefined) return;
    try {
      const { status } = await telemetry.get();
      const before = resource.value.peek();
      if (before) resource.set({ ...before, status });
    } catch {
      // What is shown stays; the next time may go better.
    }
  };
  const load = async () => {
    await resource.load();
    const given = resource.value.peek();
    if (given) take(given);
    if (given?.workflows) void found.load();
  };
  return {
    resource,
    enabled,
    endpoint,
    headers,
    dropsHeaders,
    chosen,
    percent,
    includeValues,
    search,
    found,
    save,
    test,
    load,
    problem: computed(() => problemBeyond(save.problem.value, fields)),
    errorOf: (field: (typeof fields)[number]) =>
      (field === "workflows" && !tried.value ? undefined : faults.value[field]) ?? errorOfField(save.problem.value, field),
    choose(some: boolean) {
      chosen.value = some ? (resource.value.value?.workflows ?? []) : null;
      if (some && found.value.value === undefined) void found.load();
    },
    add: (workflow: Chosen) => (chosen.value = [...(chosen.value ?? []).filter(({ id }) => id !== workflow.id), workflow]),
    remove: (id: string) => (chosen.value = (chosen.value ?? []).filter((each) => each.id !== id)),
    async submit() {
      tried.value = true;
      if (Object.values(faults.value).every((fault) => fault === undefined)) await save.run();
    },
    async runTest() {
      await test.run();
      if (test.problem.value) toast(test.problem.value.title, "problem");
      await refresh();
    },
    start() {
      void load();
      timer = setInterval(() => void refresh(), refreshMs);
    },
    stop: () => clearInterval(timer),
  };
}
export type TelemetryModel = ReturnType<typeof createTelemetryModel>;
