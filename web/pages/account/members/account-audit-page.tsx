import { AuditTable } from "../../workflow/audit/audit-table.tsx";
import { createVerifyModel, Verdict, VerifyButton } from "../../workflow/audit/verify-log.tsx";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { me } from "../../../base/session/session-model.ts";
import { accountAuditLabels } from "../../workflow/audit/audit-labels.ts";
import { labels } from "../../../base/labels.ts";
import { EmptyState } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { AccountPage } from "./account-page.tsx";

const words = accountAuditLabels;

/** The whole account's audit log, its deleted workflows included, and the check of its chain. */
export function AccountAuditPage() {
  const model = useModel(createVerifyModel);
  const maySee = me.value?.capabilities.includes("account.manage") ?? false;
  return (
    <AccountPage>
      <PageHead title={words.title} lead={words.lead} actions={maySee && <VerifyButton model={model} />} />
      {maySee ? (
        <>
          <Verdict model={model} />
          <AuditTable base="/api" />
        </>
      ) : (
        <EmptyState icon="log" title={words.forbidden}>
          {labels.common.askForRight}
        </EmptyState>
      )}
    </AccountPage>
  );
}
