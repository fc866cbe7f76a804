import type { Alert } from "../../../base/api/observing.ts";
import { ListState } from "../../../base/ui/list-state.tsx";
import { LoadMore } from "../../../base/ui/load-more.tsx";
import { alertsLabels } from "./alerts-labels.ts";
import type { PagedList } from "../../../base/ui/paged-list.ts";
import { State } from "../../../base/ui/status.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { failedLook, skippedLook, successLook, waitingLook } from "../../../base/ui/status-look.ts";

const words = alertsLabels;
const deliveryLooks = {
  pending: waitingLook,
  delivered: successLook,
  failed: failedLook,
  silent: skippedLook,
} as const;

/** The notifications of the rules, newest first. */
export function History({ list }: { list: PagedList<Alert> }) {
  return (
    <section class="alert-history" aria-labelledby="alert-history">
      <h2 id="alert-history">{words.history}</h2>
      <ListState list={list} lines={3} empty={<p class="soft">{words.historyEmpty}</p>}>
        {(alerts) => <Rows alerts={alerts} list={list} />}
      </ListState>
    </section>
  );
}

/** Not a PagedTable: on this page J and K belong to the rules. */
function Rows({ alerts, list }: { alerts: readonly Alert[]; list: PagedList<Alert> }) {
  const { at, what, rule, delivery } = words.historyColumns;
  return (
    <div class="table-frame">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{at}</th>
            <th scope="col" class="table-main">
              {what}
            </th>
            <th scope="col" class="narrow-hide">
              {rule}
            </th>
            <th scope="col">{delivery}</th>
          </tr>
        </thead>
        <tbody>
          {alerts.map((alert) => (
            <tr key={alert.id}>
              <td class="soft">
                <Time at={alert.at} />
              </td>
              <td class="table-main">
                <What alert={alert} />
              </td>
              <td class="soft narrow-hide">
                <div class="cut alert-channel">{alert.ruleName}</div>
              </td>
              <td>
                <Delivery alert={alert} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <LoadMore list={list} />
    </div>
  );
}

function What({ alert: { transition, message } }: { alert: Alert }) {
  return (
    <div class="alert-what">
      <State plain {...(transition === "fired" ? { tone: "failed", icon: "alert" } : successLook)}>
        {words.transitions[transition]}
      </State>
      <span>{message}</span>
    </div>
  );
}

function Delivery({ alert: { delivery, attempts, error } }: { alert: Alert }) {
  return (
    <>
      <State plain {...deliveryLooks[delivery]} title={attempts > 0 ? words.tried(attempts, error) : undefined}>
        {words.deliveries[delivery]}
      </State>
      {error !== null && delivery !== "delivered" && <div class="soft alert-error">{error}</div>}
    </>
  );
}
