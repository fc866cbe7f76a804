import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons.tsx";

export type Tone = "progress" | "waiting" | "success" | "failed" | "skipped";

/** The same word, colour and icon for a run's status everywhere. */
const runTones: Readonly<Record<string, { tone: Tone; icon?: IconName }>> = {
  "In Progress": { tone: "progress" },
  Waiting: { tone: "waiting", icon: "time" },
  Success: { tone: "success", icon: "check" },
  Failed: { tone: "failed", icon: "close" },
  Skipped: { tone: "skipped", icon: "minus" },
  Cancelled: { tone: "skipped", icon: "stop" },
};
const workflowTones: Readonly<Record<string, Tone>> = { Deployed: "success", Undeployed: "waiting", "In development": "skipped" };

/** The tone of a run's or step's status, for what is coloured by it. */
export const toneOf = (status: string): Tone => runTones[status]?.tone ?? "skipped";

export function StatusIcon({ status }: { status: string }) {
  return <Icon name={runTones[status]?.icon ?? (status === "In Progress" ? "play" : "minus")} />;
}

interface StateProps {
  tone: Tone;
  /** Its sign, for colour is never the only one; without it something is under way and turns. */
  icon?: IconName | undefined;
  /** Without the ground of a chip. */
  plain?: boolean;
  title?: string | undefined;
  children: ComponentChildren;
}

/** How something stands: a word with its colour and its sign. */
export function State({ tone, icon, plain = false, title, children }: StateProps) {
  return (
    <span class={plain ? `status status-${tone}` : `status status-chip status-${tone}`} title={title}>
      {icon ? <Icon name={icon} /> : <span class="spinner" aria-hidden="true" />}
      {children}
    </span>
  );
}

export function RunStatus({ status }: { status: string }) {
  const { tone, icon }: { tone: Tone; icon?: IconName } = runTones[status] ?? { tone: "skipped", icon: "minus" };
  return (
    <State tone={tone} icon={icon}>
      {status}
    </State>
  );
}

/** In development (open ring), Deployed (full), Undeployed. */
export function WorkflowStatusChip({ status, plain = false }: { status: string; plain?: boolean }) {
  return (
    <span class={`status status-${workflowTones[status] ?? "skipped"} ${plain ? "" : "status-chip"}`}>
      <span class="status-dot" aria-hidden="true" />
      {status}
    </span>
  );
}
