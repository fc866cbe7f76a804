import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { AccountPage } from "../members/account-page.tsx";
import { LeaveDialog } from "../members/leave-dialog.tsx";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { me } from "../../../base/session/session-model.ts";
import { accountLabels } from "./account-labels.ts";
import { Button } from "../../../base/ui/button.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { FormCard } from "../../../base/ui/form-card.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createNameModel } from "./settings-model.ts";
import { TransferDialog } from "./transfer-dialog.tsx";
import "./account.css";

const words = accountLabels;

/** The account itself: its name, handing it over, and leaving it, which is open to everybody. */
export function AccountSettingsPage() {
  const may = me.value?.capabilities ?? [];
  const open = useSignal<"transfer" | "leave" | undefined>(undefined);
  const close = () => (open.value = undefined);
  return (
    <AccountPage>
      <PageHead title={words.title} lead={words.lead(me.value?.role ?? "")} />
      {may.includes("account.manage") && <NameCard />}
      {may.includes("account.own") && (
        <ActionCard title={words.ownership} what={words.ownershipWhat}>
          <Button onClick={() => (open.value = "transfer")}>{words.transfer}</Button>
        </ActionCard>
      )}
      <ActionCard title={words.leaveTitle} what={words.leaveWhat}>
        <Button kind="warning" icon="signOut" onClick={() => (open.value = "leave")}>
          {words.leave}
        </Button>
      </ActionCard>
      {open.value === "transfer" && <TransferDialog onClose={close} />}
      {open.value === "leave" && <LeaveDialog onClose={close} />}
    </AccountPage>
  );
}

function ActionCard({ title, what, children }: { title: string; what: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="card narrow-card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
      </div>
      <div class="card-body row-apart">
        <p class="grow">{what}</p>
        {children}
      </div>
    </section>
  );
}

function NameCard() {
  const model = useModel(createNameModel);
  return (
    <FormCard title={words.name} class="narrow-card" onSubmit={model.submit} busy={model.busy.value} problem={model.problem.value}>
      <TextField label={words.name} hint={words.nameHint} text={model.name} error={model.error.value} maxLength={100} />
    </FormCard>
  );
}
