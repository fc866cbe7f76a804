import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons.tsx";
import { lookOfStatus, type Tone } from "./status-look.ts";

const workflowTones: Readonly<Record<string, Tone>> = { Deployed: "success", Undeployed: "skipped", "In development": "skipped" };

/** The sign alone, also inside of a drawing, where the ring of a run in progress does not turn. */
export function StatusIcon({ status }: { status: string }) {
  return <Icon name={lookOfStatus(status).icon ?? "ring"} />;
}

interface StateProps {
  tone: Tone;
  /** Its icon, because colour is never the only sign; without an icon, work is in progress and a spinner turns. */
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

export function RunStatus({ status, plain = false }: { status: string; plain?: boolean }) {
  return (
    <State {...lookOfStatus(status)} plain={plain}>
      {status}
    </State>
  );
}

/** In development (open ring), Deployed (full), Undeployed (a bar). */
export function WorkflowStatusChip({ status, plain = false }: { status: string; plain?: boolean }) {
  return (
    <span class={`status status-${workflowTones[status] ?? "skipped"} ${plain ? "" : "status-chip"}`}>
      <span class={status === "Undeployed" ? "status-dot status-dot-off" : "status-dot"} aria-hidden="true" />
      {status}
    </span>
  );
}
