/** How a rule stands. It fires once and resolves once, whatever is judged in between. */
import type { Judgement } from "./judge.ts";

export interface AlertState {
  readonly phase: "ok" | "firing";
  /** When it came into this phase. */
  readonly since: number;
  /** Counts the times that it has fired; the resolution bears the number of what it resolves. */
  readonly incident: number;
}

export type AlertTransition = "fired" | "resolved";

export interface Stepped {
  readonly state: AlertState;
  /** The notification to send; undefined if nothing changed. */
  readonly transition: AlertTransition | undefined;
}

/** Of a rule that was just made: it does not fire. */
export function initialAlertState(nowMs: number): AlertState {
  return { phase: "ok", since: nowMs, incident: 0 };
}

/** The state after a judgement. `unclear` changes nothing. */
export function stepAlert(state: AlertState, { verdict }: Judgement, nowMs: number): Stepped {
  if (state.phase === "ok" && verdict === "bad")
    return { state: { phase: "firing", since: nowMs, incident: state.incident + 1 }, transition: "fired" };
  if (state.phase === "firing" && verdict === "good")
    return { state: { phase: "ok", since: nowMs, incident: state.incident }, transition: "resolved" };
  return { state, transition: undefined };
}

/** A rule that is turned off or deleted while it fires sends a resolved notification. */
export function endAlert(state: AlertState, nowMs: number): Stepped {
  return stepAlert(state, { verdict: "good", value: null }, nowMs);
}
