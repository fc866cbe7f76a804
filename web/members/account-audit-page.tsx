import { AuditTable } from "../audit/audit-table.tsx";
import { VerifyLog } from "../audit/verify-log.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { me } from "../shell/session-model.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { EmptyState } from "../ui/states.tsx";
import { AccountPage } from "./account-page.tsx";

const words = accountLabels.audit;

/** The whole account's audit log, its deleted workflows included, and the check of its chain. */
export function AccountAuditPage() {
  const maySee = me.value?.capabilities.includes("account.manage") ?? false;
  return (
    <AccountPage>
      <PageHead title={words.title} lead={words.lead} />
      {maySee ? (
        <>
          <VerifyLog />
          <AuditTable base="/api" />
        </>
      ) : (
        <EmptyState icon="log" title={words.forbidden}>
          {accountLabels.askForRight}
        </EmptyState>
      )}
    </AccountPage>
  );
}
