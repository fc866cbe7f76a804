import { monitoringLabels } from "./monitoring-labels.ts";
import type { LiveSocket } from "./live-socket.ts";

const words = monitoringLabels.live;

/** Whether changes come as they happen; pressing it holds them, or lets them come again. */
export function LiveSwitch({ live }: { live: LiveSocket }) {
  const state = live.state.value;
  const paused = state === "paused" || state === "taken";
  const reason = state === "lost" ? words.lostReason : state === "taken" ? words.takenReason : undefined;
  return (
    <span class="row">
      <button
        type="button"
        class={`live live-${paused ? "paused" : state}`}
        aria-label={paused ? words.resume : state === "live" ? words.pause : words[state]}
        title={reason ?? (paused ? words.resume : words.pause)}
        onClick={() => (paused ? live.resume() : live.pause())}
      >
        <span class="live-dot" aria-hidden="true" />
        {words[state]}
      </button>
      <span class="unseen" role="status">
        {reason}
      </span>
    </span>
  );
}
