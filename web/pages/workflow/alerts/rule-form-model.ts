import { computed, signal } from "@preact/signals";
import { alerts, type AlertRule, type SentAlertRule } from "../../../base/api/observing.ts";
import { errorOfField, problemBeyond } from "../../../base/api/problem.ts";
import { splitAddresses } from "../../../base/ui/split-addresses.ts";
import { alertsLabels } from "./alerts-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";

const words = alertsLabels;

type Kind = AlertRule["condition"]["kind"];
export const kinds: readonly Kind[] = ["failureRate", "consecutiveFailures", "p99", "stopped"];

const dayMinutes = 24 * 60;
/** The numbers that a kind asks for, with the least and the most of each. */
export const numbersOf = {
  failureRate: [
    { name: "percent", least: 0, most: 99 },
    { name: "minutes", least: 1, most: dayMinutes },
    { name: "minRuns", least: 1, most: 100_000 },
  ],
  p99: [
    { name: "ms", least: 1, most: 86_400_000 },
    { name: "minutes", least: 1, most: dayMinutes },
    { name: "minRuns", least: 1, most: 100_000 },
  ],
  stopped: [{ name: "minutes", least: 1, most: 31 * dayMinutes }],
  consecutiveFailures: [{ name: "count", least: 1, most: 1_000 }],
} as const;
type NumberName = (typeof numbersOf)[Kind][number]["name"];

const usual: Readonly<Record<NumberName, string>> = { percent: "10", minutes: "10", minRuns: "10", ms: "5000", count: "3" };

/** The form for a new rule, or for changes of the given one. */
export function createRuleFormModel(workflowId: string, rule: AlertRule | undefined) {
  const name = signal(rule?.name ?? "");
  const kind = signal<Kind>(rule?.condition.kind ?? "failureRate");
  const numbers = signal<Readonly<Record<NumberName, string>>>({
    ...usual,
    ...Object.fromEntries(Object.entries(rule?.condition ?? {}).map(([key, value]) => [key, String(value)])),
  });
  const channel = signal<"webhook" | "email">(rule?.channel.kind ?? "webhook");
  const url = signal(rule?.channel.kind === "webhook" ? rule.channel.url : "");
  const to = signal(rule?.channel.kind === "email" ? rule.channel.to.join("\n") : "");

  const faults = computed(() => {
    const found: Partial<Record<NumberName | "name" | "url" | "to", string>> = {};
    if (name.value.trim() === "") found.name = words.missingName;
    for (const { name: field, least, most } of numbersOf[kind.value]) {
      const value = Number(numbers.value[field].trim() === "" ? Number.NaN : numbers.value[field]);
      if (!(value >= least && value <= most && (field === "percent" || Number.isInteger(value))))
        found[field] = words.numberFault(least, most);
    }
    if (channel.value === "webhook" && url.value.trim() === "") found.url = words.missingUrl;
    if (channel.value === "email" && splitAddresses(to.value).length === 0) found.to = words.missingTo;
    return found;
  });
  const save = createAction(() => {
    const values = Object.fromEntries(numbersOf[kind.value].map(({ name: field }) => [field, Number(numbers.value[field])]));
    const body = {
      name: name.value,
      // `numbersOf` names exactly what each kind has.
      condition: { kind: kind.value, ...values } as SentAlertRule["condition"],
      channel:
        channel.value === "webhook"
          ? { kind: "webhook" as const, url: url.value.trim() }
          : { kind: "email" as const, to: splitAddresses(to.value) },
    };
    return rule ? alerts.change(workflowId, rule.id, body) : alerts.create(workflowId, body);
  });
  return {
    name,
    kind,
    numbers,
    channel,
    url,
    to,
    busy: save.busy,
    problem: computed(() =>
      problemBeyond(save.problem.value, ["name", "url", "to", ...numbersOf[kind.value].map((number) => number.name)]),
    ),
    setNumber: (field: NumberName, text: string) => (numbers.value = { ...numbers.value, [field]: text }),
    errorOf: (field: NumberName | "name" | "url" | "to") => faults.value[field] ?? errorOfField(save.problem.value, field),
    async submit(): Promise<AlertRule | undefined> {
      return Object.keys(faults.value).length > 0 ? undefined : save.run();
    },
  };
}
