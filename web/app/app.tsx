import { useEffect, useRef } from "preact/hooks";
import { ProblemNotice, Skeleton } from "../base/ui/states.tsx";
import { Toasts } from "../base/ui/toasts.tsx";
import { PaletteHost } from "./palette-host.tsx";
import { labels } from "../base/labels.ts";
import { NotFoundPage } from "../base/ui/not-found-page.tsx";
import * as pages from "./pages.ts";
import { PageBoundary } from "./page-boundary.tsx";
import { Rail } from "./rail.tsx";
import { matchPath, navigate, path } from "../base/router/router.ts";
import { loadSession, me, sessionProblem } from "../base/session/session-model.ts";
import { ShortcutSheet } from "./shortcut-sheet.tsx";
import { workflowPlace } from "../base/router/workflow-place.ts";

/** The page at the address, for a signed-in person. */
function page(at: string) {
  if (at === "/" || at === "/workflows") return <pages.WorkflowsPage />;
  const workflow = workflowPlace(at);
  if (workflow) return <pages.WorkflowArea key={workflow.id} {...workflow} {...pages.workflowPages} />;
  if (at === "/overview") return <pages.DashboardPage />;
  if (at === "/telemetry") return <pages.TelemetryPage />;
  if (at === "/tokens") return <pages.TokensPage />;
  if (at === "/members") return <pages.MembersPage />;
  if (at === "/account") return <pages.AccountSettingsPage />;
  if (at === "/audit") return <pages.AccountAuditPage />;
  if (at === "/profiles") return <pages.ProfilesPage />;
  if (at === "/data") return <pages.DatasetsPage />;
  const dataset = matchPath("/data/:id", at);
  if (dataset) return <pages.DatasetPage key={dataset.id} id={dataset.id!} />;
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
  if (at === "/sign-in" || at === "/sign-up") return <pages.SignInPage mode={at === "/sign-up" ? "up" : "in"} />;
  const invitation = matchPath("/invitations/:token", at);
  if (invitation) return <pages.InvitationPage token={invitation.token!} />;
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
