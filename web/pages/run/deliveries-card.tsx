import type { RunDeliveries } from "../../base/api/runs.ts";
import { Button } from "../../base/ui/button.tsx";
import { runLabels } from "./run-labels.ts";
import { ProblemNotice } from "../../base/ui/states.tsx";
import { State } from "../../base/ui/status.tsx";
import { Time } from "../../base/ui/time.tsx";
import { durationText } from "../../base/ui/time-text.ts";
import type { RunModel } from "./run-model.ts";
import { failedLook, successLook, waitingLook } from "../../base/ui/status-look.ts";

const words = runLabels;
const looks = {
  pending: waitingLook,
  delivered: successLook,
  failed: failedLook,
} as const;

/** Each attempt to send the result to the receiver, and the button to send it once more. */
export function DeliveriesCard({ model, deliveries, mayEdit }: { model: RunModel; deliveries: RunDeliveries; mayEdit: boolean }) {
  const { state, nextAttemptAt, attempts } = deliveries;
  return (
    <section class="card run-card" aria-labelledby="run-deliveries">
      <div class="run-card-head">
        <h3 id="run-deliveries">{words.sections.deliveries}</h3>
        <State {...looks[state]}>{words.deliveries.states[state]}</State>
        <span class="soft grow">
          {nextAttemptAt && (
            <>
              {words.deliveries.next} <Time at={nextAttemptAt} />
            </>
          )}
        </span>
        {mayEdit && (
          <Button icon="refresh" busy={model.redeliver.busy.value} onClick={() => void model.redeliver.run()}>
            {words.deliveries.redeliver}
          </Button>
        )}
      </div>
      {model.redeliver.problem.value && <ProblemNotice problem={model.redeliver.problem.value} />}
      {attempts.length === 0 ? (
        <p class="soft run-card-body">{words.deliveries.none}</p>
      ) : (
        <div class="run-scroll">
          <table class="table run-tries">
            <thead>
              <tr>
                <th scope="col">{words.deliveries.columns.attempt}</th>
                <th scope="col">{words.deliveries.columns.at}</th>
                <th scope="col">{words.deliveries.columns.status}</th>
                <th scope="col">{words.deliveries.columns.took}</th>
                <th scope="col" class="table-main">
                  {words.deliveries.columns.answer}
                </th>
              </tr>
            </thead>
            <tbody>
              {attempts.map(({ attempt, at, status, durationMs, answer, error }) => (
                <tr key={`${attempt} ${at}`}>
                  <td>{attempt}</td>
                  <td class="soft">
                    <Time at={at} />
                  </td>
                  <td>
                    <State plain {...(status !== null && status < 300 ? successLook : failedLook)}>
                      {status ?? words.deliveries.noAnswer}
                    </State>
                  </td>
                  <td>{durationText(durationMs)}</td>
                  <td class="table-main run-tries-result">
                    <span class="break">{error ?? (answer || <span class="soft">{words.deliveries.empty}</span>)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
