import type { Alert } from "../api/observing.ts";
import { Icon } from "../ui/icons.tsx";
import { LoadMore } from "../ui/load-more.tsx";
import { observeLabels } from "../ui/observe-labels.ts";
import type { PagedList } from "../ui/paged-list.ts";
import { ProblemNotice, Skeleton } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";

const words = observeLabels.alerts;
const deliveryTones = { pending: "waiting", delivered: "success", failed: "failed", silent: "skipped" } as const;
const deliveryIcons = { pending: "clock", delivered: "check", failed: "close", silent: "minus" } as const;

/** What the rules have told, the newest first. */
export function History({ list }: { list: PagedList<Alert> }) {
  return (
    <section class="alert-history" aria-labelledby="alert-history">
      <h2 id="alert-history">{words.history}</h2>
      <Rows list={list} />
    </section>
  );
}

/** Not a PagedTable: on this page J and K belong to the rules. */
function Rows({ list }: { list: PagedList<Alert> }) {
  const { items, problem, reload } = list;
  const { at, what, rule, delivery } = words.historyColumns;
  if (problem.value && !items.value?.length) return <ProblemNotice problem={problem.value} onRetry={reload} />;
  if (!items.value) return <Skeleton lines={3} />;
  if (items.value.length === 0) return <p class="soft">{words.historyEmpty}</p>;
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
          {items.value.map((alert) => (
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
      <span class={`status ${transition === "fired" ? "status-failed" : "status-success"}`}>
        <Icon name={transition === "fired" ? "alert" : "check"} />
        {words.transitions[transition]}
      </span>
      <span>{message}</span>
    </div>
  );
}

function Delivery({ alert: { delivery, attempts, error } }: { alert: Alert }) {
  return (
    <>
      <span class={`status status-${deliveryTones[delivery]}`} title={attempts > 0 ? words.tried(attempts, error) : undefined}>
        <Icon name={deliveryIcons[delivery]} />
        {words.deliveries[delivery]}
      </span>
      {error !== null && delivery !== "delivered" && <div class="soft alert-error">{error}</div>}
    </>
  );
}
