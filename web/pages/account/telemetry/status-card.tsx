import type { Telemetry } from "../../../base/api/observing.ts";
import { Button } from "../../../base/ui/button.tsx";
import { number } from "../../../base/ui/numbers.ts";
import { telemetryLabels } from "./telemetry-labels.ts";
import { State } from "../../../base/ui/status.tsx";
import { Time } from "../../../base/ui/time.tsx";
import type { TelemetryModel } from "./telemetry-model.ts";

const words = telemetryLabels;

/** What was sent, what waits, what was given up, and the last error. */
export function StatusCard({ model, given }: { model: TelemetryModel; given: Telemetry }) {
  const { status, revision, updatedAt, updatedBy } = given;
  return (
    <section class="card telemetry-status" aria-labelledby="telemetry-status">
      <div class="card-head">
        <h2 id="telemetry-status">{words.status}</h2>
        <Button busy={model.test.busy.value} disabled={revision === 0} title={words.testHint} onClick={() => void model.runTest()}>
          {words.test}
        </Button>
      </div>
      <div class="card-body">
        {revision === 0 ? (
          <p class="soft">{words.notSetUp}</p>
        ) : (
          <dl class="facts">
            <dt>{words.facts.state}</dt>
            <dd>
              <ExportState given={given} />
            </dd>
            <dt>{words.facts.sent}</dt>
            <dd class="telemetry-number">{number(status.sent)}</dd>
            <dt>{words.facts.pending}</dt>
            <dd class="telemetry-number">{number(status.pending)}</dd>
            <dt title={words.droppedHint}>{words.facts.dropped}</dt>
            <dd class="telemetry-number">
              {number(status.dropped)}
              {status.lastDroppedAt && (
                <span class="soft">
                  {" "}
                  · <Time at={status.lastDroppedAt} />
                </span>
              )}
            </dd>
            <dt>{words.facts.lastSent}</dt>
            <dd>
              <Time at={status.lastSentAt} />
            </dd>
            {status.lastError && (
              <>
                <dt>{words.facts.lastError}</dt>
                <dd class="break">
                  {status.lastError}{" "}
                  <span class="soft">
                    <Time at={status.lastErrorAt} />
                  </span>
                </dd>
              </>
            )}
            {status.nextAttemptAt && (
              <>
                <dt>{words.facts.next}</dt>
                <dd>
                  <Time at={status.nextAttemptAt} />
                </dd>
              </>
            )}
            <dt>{words.facts.changed}</dt>
            <dd>
              <Time at={updatedAt} /> {updatedBy && <span class="soft">{words.by(updatedBy.name)}</span>}
            </dd>
          </dl>
        )}
      </div>
    </section>
  );
}

function ExportState({ given: { enabled, status } }: { given: Telemetry }) {
  if (!enabled)
    return (
      <State tone="skipped" icon="minus">
        {words.off}
      </State>
    );
  const isFailing = status.nextAttemptAt !== null;
  return (
    <State {...(isFailing ? { tone: "failed", icon: "alert" } : { tone: "success", icon: "check" })}>
      {isFailing ? words.failing : words.on}
    </State>
  );
}
