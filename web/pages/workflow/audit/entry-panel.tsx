import { categories } from "#flow/audit/categories.ts";
import type { AuditEntry } from "../../../base/api/management.ts";
import { auditLabels } from "./audit-labels.ts";
import { Button } from "../../../base/ui/button.tsx";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { SidePanel } from "../../../base/ui/side-panel.tsx";
import { Time } from "../../../base/ui/time.tsx";
import type { AuditModel } from "./audit-model.ts";

const words = auditLabels;
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });

/** Everything that one entry says, beside the list. */
export function EntryPanel({ entry, model }: { entry: AuditEntry; model: AuditModel }) {
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
    <SidePanel title={words.entry(seq)} note={<Time at={at} />} onClose={() => model.open(undefined)}>
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
    </SidePanel>
  );
}
