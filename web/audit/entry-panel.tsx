import { categories } from "#flow/audit/categories.ts";
import type { AuditEntry } from "../api/management.ts";
import { useShortcuts } from "../shell/shortcuts.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { labels } from "../ui/labels.ts";
import { Time } from "../ui/time.tsx";
import { workflowLabels } from "../ui/workflow-labels.ts";
import type { AuditModel } from "./audit-model.ts";

const words = workflowLabels.audit;
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });

/** Everything that one entry says, beside the list. */
export function EntryPanel({ entry, model }: { entry: AuditEntry; model: AuditModel }) {
  const close = () => model.open(undefined);
  useShortcuts({ Escape: close });
  const { seq, at, user, category, event, label, workflow, subject, description, details, ip, userAgent, requestId, hash } = entry;
  const facts: readonly (readonly [string, string | null])[] = [
    [words.facts.at, exact.format(new Date(at))],
    [words.facts.user, user.name],
    [words.facts.via, user.via === null ? null : user.via === "session" ? words.session : words.token(user.via)],
    [words.facts.category, categories[category]],
    [words.facts.event, label],
    [words.facts.workflow, workflow?.name ?? null],
    [words.facts.subject, subject.name],
    [words.facts.ip, ip ?? words.unknown],
    [words.facts.userAgent, userAgent],
    [words.facts.requestId, requestId],
  ];
  const more = Object.entries(details);
  return (
    <aside class="card audit-panel" aria-label={words.entry(seq)}>
      <div class="card-head">
        <h2>{words.entry(seq)}</h2>
        <span class="soft">
          <Time at={at} />
        </span>
        <span class="grow" />
        <IconButton icon="close" label={labels.common.close} onClick={close} />
      </div>
      <div class="card-body stack-l">
        <p class="strong break">{description}</p>
        <dl class="facts">
          {facts.flatMap(([name, value]) =>
            value === null
              ? []
              : [
                  <dt key={name}>{name}</dt>,
                  <dd key={`${name} value`} class="break">
                    {value}
                  </dd>,
                ],
          )}
        </dl>
        {more.length > 0 && (
          <section class="stack">
            <h3>{words.details}</h3>
            <dl class="facts">
              {more.flatMap(([name, value]) => [
                <dt key={name} class="mono">
                  {name}
                </dt>,
                <dd key={`${name} value`} class="break mono">
                  {typeof value === "string" ? value : JSON.stringify(value)}
                </dd>,
              ])}
            </dl>
          </section>
        )}
        <section class="stack">
          <h3>{words.facts.hash}</h3>
          <div class="address">
            <code class="grow">{hash}</code>
            <CopyButton text={hash} label={words.copyHash} />
          </div>
        </section>
        <div class="row">
          <Button onClick={() => model.add({ column: "user", operator: "is", value: user.id })}>{words.onlyUser(user.name)}</Button>
          <Button onClick={() => model.add({ column: "event", operator: "is", value: event })}>{words.onlyEvent}</Button>
        </div>
      </div>
    </aside>
  );
}
