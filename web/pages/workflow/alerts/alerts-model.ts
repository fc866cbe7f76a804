import { signal } from "@preact/signals";
import { alerts, type AlertRule } from "../../../base/api/observing.ts";
import { alertsLabels } from "./alerts-labels.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { toast, toastProblem } from "../../../base/ui/toasts.tsx";

const words = alertsLabels;

type Open = { kind: "create" } | { kind: "edit" | "delete"; rule: AlertRule };
/** Whether a rule fires is asked again while the page is open. */
const refreshMs = 5_000;
const hourMs = 3_600_000;
export const muteSpans = [
  { name: "hour", ms: hourMs },
  { name: "day", ms: 24 * hourMs },
  { name: "week", ms: 7 * 24 * hourMs },
] as const;

/** The rules of a workflow and their notifications, kept up to date while no dialog is open. */
export function createAlertsModel(workflowId: string) {
  const canMail = signal(true);
  const rules = createPagedList(async (cursor) => {
    const page = await alerts.rules(workflowId, cursor);
    canMail.value = page.canMail;
    return page;
  });
  const history = createPagedList((cursor) => alerts.history(workflowId, cursor));
  const open = signal<Open | undefined>();
  const testing = signal<ReadonlySet<string>>(new Set());
  const replace = (rule: AlertRule) => rules.change((items) => items.map((each) => (each.id === rule.id ? rule : each)));
  const close = () => (open.value = undefined);
  const refresh = () => {
    if (document.hidden || open.peek()) return;
    void rules.refresh();
    void history.refresh();
  };
  const tried = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (caught) {
      toastProblem(caught);
    }
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    rules,
    history,
    canMail,
    testing,
    open,
    choose: (next: Open) => (open.value = next),
    close,
    saved(rule: AlertRule) {
      close();
      toast(words.saved(rule.name));
      if (rules.items.value?.some(({ id }) => id === rule.id)) replace(rule);
      else void rules.reload();
    },
    setEnabled: (rule: AlertRule, enabled: boolean) => tried(async () => replace(await alerts.change(workflowId, rule.id, { enabled }))),
    mute: (rule: AlertRule, forMs: number | null) =>
      tried(async () => replace(await alerts.mute(workflowId, rule.id, forMs === null ? null : Date.now() + forMs))),
    async remove(rule: AlertRule) {
      await alerts.delete(workflowId, rule.id);
      rules.change((items) => items.filter(({ id }) => id !== rule.id));
      close();
      toast(words.deleted(rule.name));
    },
    async test(rule: AlertRule) {
      if (testing.value.has(rule.id)) return;
      testing.value = new Set([...testing.value, rule.id]);
      await tried(async () => {
        const { ok, message } = await alerts.test(workflowId, rule.id);
        toast(ok ? words.testDone(rule.name) : words.testFailed(rule.name, message), ok ? "done" : "problem");
      });
      testing.value = new Set([...testing.value].filter((id) => id !== rule.id));
    },
    start() {
      void rules.reload();
      void history.reload();
      timer = setInterval(refresh, refreshMs);
    },
    stop: () => clearInterval(timer),
  };
}
export type AlertsModel = ReturnType<typeof createAlertsModel>;
