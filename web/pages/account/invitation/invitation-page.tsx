import type { ComponentChildren } from "preact";
import type { InvitationShown } from "../../../base/api/account-resources.ts";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { me } from "../../../base/session/session-model.ts";
import { Button } from "../../../base/ui/button.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { Logo } from "../../../base/ui/icons.tsx";
import { invitationLabels } from "./invitation-labels.ts";
import { labels } from "../../../base/labels.ts";
import { Notice, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createInvitationModel, type InvitationModel } from "./invitation-model.ts";
import { TriedForm } from "../../../base/ui/tried-form.tsx";
import "../sign-in/sign-in.css";

const words = invitationLabels;

/** The page of an invitation's link, for anyone who has it. */
export function InvitationPage({ token }: { token: string }) {
  const model = useModel(() => createInvitationModel(token), token);
  const { value, problem, load } = model.shown;
  if (problem.value) {
    const { status, title, detail, suggestion } = problem.value;
    if (status !== 404 && status !== 410)
      return (
        <Card>
          <PageHead title={words.tab} />
          <ProblemNotice problem={problem.value} onRetry={load} />
        </Card>
      );
    return (
      <Card>
        <PageHead
          title={status === 404 ? words.lost : title}
          tab={words.tab}
          lead={status === 404 ? words.lostDetail : (detail ?? suggestion)}
        />
        {status === 410 && detail && suggestion && <p class="soft">{suggestion}</p>}
        <ToApp />
      </Card>
    );
  }
  if (!value.value || model.way.value === undefined)
    return (
      <Card>
        <Skeleton lines={3} />
      </Card>
    );
  return <Invited model={model} invitation={value.value} />;
}

function Card({ children }: { children: ComponentChildren }) {
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <div class="sign-in-brand">
          <Logo size={40} />
          <span>{labels.product}</span>
        </div>
        {children}
      </div>
    </main>
  );
}

function ToApp() {
  return (
    <a class="button" href={me.value ? "/" : "/sign-in"}>
      {me.value ? words.toHome : words.toSignIn}
    </a>
  );
}

function Invited({ model, invitation }: { model: InvitationModel; invitation: InvitationShown }) {
  const { account, email, role, invitedBy, expiresAt } = invitation;
  return (
    <Card>
      <PageHead title={words.title(account.name)} lead={words.lead(invitedBy, account.name, role)} />
      <dl class="facts">
        <dt>{words.forAddress}</dt>
        <dd class="break">{email}</dd>
        <dt>{words.validUntil}</dt>
        <dd>
          <Time at={expiresAt} />
        </dd>
      </dl>
      {model.way.value === "other" ? (
        <>
          <Notice kind="warning" title={words.other(me.value?.user.email ?? "")}>
            {words.otherDetail(email)}
          </Notice>
          <Button onClick={() => void model.signOut()}>{labels.shell.signOut}</Button>
        </>
      ) : (
        <AcceptForm model={model} account={account.name} email={email} />
      )}
    </Card>
  );
}

function AcceptForm({ model, account, email }: { model: InvitationModel; account: string; email: string }) {
  const way = model.way.value;
  const missing = model.missing.value;
  return (
    <TriedForm class="form" onSubmit={model.submit}>
      {model.problem.value && <ProblemNotice problem={model.problem.value} />}
      {way !== "click" && <p class="soft">{way === "new" ? words.asNew : words.asKnown}</p>}
      {/* Lets a password manager know whose password it is. */}
      {way !== "click" && (
        <input class="unseen" type="email" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
      )}
      {way === "new" && <TextField label={words.name} text={model.name} autocomplete="name" error={missing.name} maxLength={100} />}
      {way !== "click" && (
        <TextField
          label={words.password}
          type="password"
          text={model.password}
          autocomplete={way === "new" ? "new-password" : "current-password"}
          error={missing.password}
          hint={way === "new" && labels.signUp.passwordHint}
        />
      )}
      <Button kind="main" type="submit" busy={model.busy.value}>
        {words.accept(account)}
      </Button>
    </TriedForm>
  );
}
