import { useEffect, useRef } from "preact/hooks";
import { SignInPage } from "../sign-in/sign-in-page.tsx";
import { WorkflowsPage } from "../workflows/workflows-page.tsx";
import { ProblemNotice, Skeleton } from "../ui/states.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { PaletteHost } from "../palette/palette-host.tsx";
import { labels } from "../ui/labels.ts";
import { lazyPage } from "./lazy-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { PageBoundary } from "./page-boundary.tsx";
import { Rail } from "./rail.tsx";
import { matchPath, navigate, path } from "./router.ts";
import { loadSession, me, sessionProblem } from "./session-model.ts";
import { ShortcutSheet } from "./shortcut-sheet.tsx";
import { workflowPlace } from "./workflow-place.ts";

const WorkflowArea = lazyPage(async () => (await import("../workflow/workflow-area.tsx")).WorkflowArea);
const InvitationPage = lazyPage(async () => (await import("../invitation/invitation-page.tsx")).InvitationPage);
const MembersPage = lazyPage(async () => (await import("../members/members-page.tsx")).MembersPage);
const AccountAuditPage = lazyPage(async () => (await import("../members/account-audit-page.tsx")).AccountAuditPage);
const AccountSettingsPage = lazyPage(async () => (await import("../account/settings-page.tsx")).AccountSettingsPage);
const ProfilesPage = lazyPage(async () => (await import("../profiles/profiles-page.tsx")).ProfilesPage);
const DashboardPage = lazyPage(async () => (await import("../dashboard/dashboard-page.tsx")).DashboardPage);
const TelemetryPage = lazyPage(async () => (await import("../telemetry/telemetry-page.tsx")).TelemetryPage);
const DatasetsPage = lazyPage(async () => (await import("../datasets/datasets-page.tsx")).DatasetsPage);
const DatasetPage = lazyPage(async () => (await import("../datasets/dataset-page.tsx")).DatasetPage);
const TokensPage = lazyPage(async () => (await import("../tokens/tokens-page.tsx")).TokensPage);

/** What the address shows to somebody who is signed in. */
function page(at: string) {
  if (at === "/" || at === "/workflows") return <WorkflowsPage />;
  const workflow = workflowPlace(at);
  if (workflow) return <WorkflowArea key={workflow.id} {...workflow} />;
  if (at === "/overview") return <DashboardPage />;
  if (at === "/telemetry") return <TelemetryPage />;
  if (at === "/tokens") return <TokensPage />;
  if (at === "/members") return <MembersPage />;
  if (at === "/account") return <AccountSettingsPage />;
  if (at === "/audit") return <AccountAuditPage />;
  if (at === "/profiles") return <ProfilesPage />;
  if (at === "/data") return <DatasetsPage />;
  const dataset = matchPath("/data/:id", at);
  if (dataset) return <DatasetPage key={dataset.id} id={dataset.id!} />;
  return <NotFoundPage />;
}

export function App() {
  const at = path.value;
  const first = useRef(true);
  useEffect(() => {
    // A page that was not loaded but navigated to is announced by moving the focus to its heading.
    const before = document.activeElement;
    const announce = () => {
      // Who has gone on to something else in the meantime keeps it.
      const isFree = document.activeElement === before || document.activeElement === document.body;
      if (isFree) document.querySelector<HTMLElement>("main h1, main")?.focus();
    };
    if (!first.current) requestAnimationFrame(announce);
    first.current = false;
    scrollTo(0, 0);
  }, [at]);

  return (
    <>
      <Shell at={at} />
      <Toasts />
    </>
  );
}

function Shell({ at }: { at: string }) {
  if (at === "/sign-in" || at === "/sign-up") return <SignInPage mode={at === "/sign-up" ? "up" : "in"} />;
  const invitation = matchPath("/invitations/:token", at);
  if (invitation) return <InvitationPage token={invitation.token!} />;
  // Who is known stays, and so does what they were doing; the next answer says more.
  if (sessionProblem.value && !me.value)
    return (
      <main class="page" tabIndex={-1}>
        <ProblemNotice problem={sessionProblem.value} onRetry={loadSession} />
      </main>
    );
  if (me.value === null) return <ToSignIn />;
  if (me.value === undefined)
    return (
      <main class="page" tabIndex={-1}>
        <Skeleton lines={4} />
      </main>
    );
  return (
    <>
      <a class="skip" href="#main">
        {labels.shell.skip}
      </a>
      <div class="shell">
        <Rail />
        <main id="main" class="main" tabIndex={-1}>
          <PageBoundary at={at}>{page(at)}</PageBoundary>
        </main>
      </div>
      <ShortcutSheet />
      <PaletteHost />
    </>
  );
}

function ToSignIn() {
  useEffect(() => {
    const here = location.pathname + location.search;
    navigate(here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`, { replace: true });
  }, []);
  return null;
}
