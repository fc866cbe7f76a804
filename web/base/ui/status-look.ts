/** How every state looks: its tone, which gives the colour, and its sign. All pages take it from here. */
import type { IconName } from "./icons.tsx";

/** `warning` is for advice, which is not a status: it has its own colour and icon. */
export type Tone = "progress" | "waiting" | "success" | "failed" | "skipped" | "warning";

export interface Look {
  readonly tone: Tone;
  /** Without it, something is in progress and a ring turns. */
  readonly icon?: IconName;
}

export const progressLook: Look = { tone: "progress" };
export const waitingLook: Look = { tone: "waiting", icon: "time" };
export const successLook: Look = { tone: "success", icon: "check" };
export const failedLook: Look = { tone: "failed", icon: "close" };
export const skippedLook: Look = { tone: "skipped", icon: "minus" };
export const cancelledLook: Look = { tone: "skipped", icon: "stop" };
export const warningLook = { tone: "warning", icon: "warning" } as const satisfies Look;

const statusLooks: Readonly<Record<string, Look>> = {
  "In Progress": progressLook,
  Waiting: waitingLook,
  Success: successLook,
  Failed: failedLook,
  Skipped: skippedLook,
  Cancelled: cancelledLook,
};

/** The look of a run's or step's status, by its word. */
export const lookOfStatus = (status: string): Look => statusLooks[status] ?? skippedLook;
export const toneOf = (status: string): Tone => lookOfStatus(status).tone;
