import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { errors } from "#flow/problems/errors.ts";

export interface DeadlineSignal {
  readonly signal: AbortSignal;
  /** Why the signal fired, or undefined while it has not. */
  explain(): OutboundError | undefined;
  clear(): void;
}

/** A signal that fires after `timeoutMs` or with `outer`, whichever comes first. `clear` it, or its timer keeps the object awake. */
export function deadlineSignal(timeoutMs: number, outer: AbortSignal | undefined): DeadlineSignal {
  const controller = new AbortController();
  let reason: OutboundError | undefined;
  const stop = (error: OutboundError) => {
    reason ??= error;
    controller.abort(reason);
  };
  const stopped = () =>
    stop(
      new OutboundError(
        "run_cancelled",
        "The call was stopped because its result is no longer needed.",
        errors.run_cancelled.suggestion,
        "other",
      ),
    );
  const timer = setTimeout(
    () =>
      stop(
        new OutboundError("http_timeout", `The call took longer than ${timeoutMs / 1000} s.`, errors.http_timeout.suggestion, "timeout"),
      ),
    timeoutMs,
  );
  if (outer?.aborted) stopped();
  else outer?.addEventListener("abort", stopped);
  return {
    signal: controller.signal,
    explain: () => reason,
    clear: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", stopped);
    },
  };
}
