/** Every page of the product and the file that shows it. All but the first two are fetched when they are first opened. */
import { lazyPage } from "../base/ui/lazy-page.tsx";
import type { WorkflowPages } from "../pages/workflow/frame/workflow-area.tsx";

export { SignInPage } from "../pages/account/sign-in/sign-in-page.tsx";
export { WorkflowsPage } from "../pages/account/workflows/workflows-page.tsx";

export const WorkflowArea = lazyPage(async () => (await import("../pages/workflow/frame/workflow-area.tsx")).WorkflowArea);
export const InvitationPage = lazyPage(async () => (await import("../pages/account/invitation/invitation-page.tsx")).InvitationPage);
export const MembersPage = lazyPage(async () => (await import("../pages/account/members/members-page.tsx")).MembersPage);
export const AccountAuditPage = lazyPage(async () => (await import("../pages/account/members/account-audit-page.tsx")).AccountAuditPage);
export const AccountSettingsPage = lazyPage(async () => (await import("../pages/account/settings/settings-page.tsx")).AccountSettingsPage);
export const ProfilesPage = lazyPage(async () => (await import("../pages/account/profiles/profiles-page.tsx")).ProfilesPage);
export const DashboardPage = lazyPage(async () => (await import("../pages/account/overview/dashboard-page.tsx")).DashboardPage);
export const TelemetryPage = lazyPage(async () => (await import("../pages/account/telemetry/telemetry-page.tsx")).TelemetryPage);
export const DatasetsPage = lazyPage(async () => (await import("../pages/account/datasets/datasets-page.tsx")).DatasetsPage);
export const DatasetPage = lazyPage(async () => (await import("../pages/account/datasets/dataset-page.tsx")).DatasetPage);
export const TokensPage = lazyPage(async () => (await import("../pages/account/tokens/tokens-page.tsx")).TokensPage);

export const workflowPages: WorkflowPages = {
  pages: {
    "": lazyPage(async () => (await import("../pages/workflow/flow/flow-page.tsx")).FlowPage),
    endpoint: lazyPage(async () => (await import("../pages/workflow/endpoint/endpoint-page.tsx")).EndpointPage),
    keys: lazyPage(async () => (await import("../pages/workflow/keys/keys-page.tsx")).KeysPage),
    runs: lazyPage(async () => (await import("../pages/workflow/monitoring/runs-page.tsx")).RunsPage),
    reruns: lazyPage(async () => (await import("../pages/workflow/monitoring/jobs-page.tsx")).JobsPage),
    alerts: lazyPage(async () => (await import("../pages/workflow/alerts/alerts-page.tsx")).AlertsPage),
    versions: lazyPage(async () => (await import("../pages/workflow/versions/versions-page.tsx")).VersionsPage),
    audit: lazyPage(async () => (await import("../pages/workflow/audit/audit-page.tsx")).AuditPage),
    sharing: lazyPage(async () => (await import("../pages/workflow/sharing/sharing-page.tsx")).SharingPage),
    variables: lazyPage(async () => (await import("../pages/workflow/variables/variables-page.tsx")).VariablesPage),
    transfer: lazyPage(async () => (await import("../pages/workflow/transfer/transfer-page.tsx")).TransferPage),
    details: lazyPage(async () => (await import("../pages/workflow/details/details-page.tsx")).DetailsPage),
  },
  parts: {
    runs: lazyPage<{ part: string }>(async () => (await import("../pages/run/run-page.tsx")).RunPage),
    reruns: lazyPage<{ part: string }>(async () => (await import("../pages/workflow/monitoring/bulk-page.tsx")).BulkPage),
    replays: lazyPage<{ part: string }>(async () => (await import("../pages/workflow/monitoring/replay-page.tsx")).ReplayPage),
  },
};
