import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { navigate, search } from "../../../base/router/router.ts";
import { hasEnded, me, sessionProblem } from "../../../base/session/session-model.ts";
import { Button } from "../../../base/ui/button.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { Logo } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { Notice, ProblemNotice } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createSignInModel, safeNext, type SignInModel } from "./sign-in-model.ts";
import { TriedForm } from "../../../base/ui/tried-form.tsx";
import "./sign-in.css";

/** Signing in or up. A person who is already signed in goes directly to the next page. */
export function SignInPage({ mode }: { mode: "in" | "up" }) {
  const isKnown = me.value !== undefined || sessionProblem.value !== undefined;
  const isIn = Boolean(me.value);
  useEffect(() => {
    if (isIn) navigate(safeNext(search.peek().get("next")), { replace: true });
  }, [isIn]);
  return <main class="sign-in">{isKnown && !isIn && <SignInCard key={mode} mode={mode} />}</main>;
}

function SignInCard({ mode }: { mode: "in" | "up" }) {
  const model = useModel(() => createSignInModel(mode));
  const words = mode === "up" ? labels.signUp : labels.signIn;
  const signUp = model.signUp.value;
  const isFirst = signUp === "first";
  const upLead = signUp === "closed" ? undefined : isFirst ? labels.signUp.leadFirst : labels.signUp.lead;
  return (
    <div class="sign-in-card">
      <div class="sign-in-brand">
        <Logo size={40} />
        <span>{labels.product}</span>
      </div>
      <PageHead title={words.title} lead={mode === "up" ? upLead : words.lead} />
      {mode === "in" && !isFirst && hasEnded.value && (
        <Notice kind="info" title={labels.signIn.ended.title}>
          {labels.signIn.ended.detail}
        </Notice>
      )}
      {mode === "in" && isFirst && (
        <Notice kind="info" title={labels.signIn.nobodyYet.title}>
          {labels.signIn.nobodyYet.detail}
        </Notice>
      )}
      {mode === "up" && signUp === "closed" ? (
        <Notice kind="info" title={labels.signUp.closed.title}>
          {labels.signUp.closed.detail}
        </Notice>
      ) : (
        !(mode === "in" && isFirst) && <SignInForm mode={mode} model={model} />
      )}
      <OtherWay mode={mode} signUp={signUp} />
    </div>
  );
}

function SignInForm({ mode, model }: { mode: "in" | "up"; model: SignInModel }) {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector("input")?.focus(), []);
  const missing = model.missing.value;
  return (
    <TriedForm formRef={form} class="form" onSubmit={model.submit}>
      {model.problem.value && <ProblemNotice problem={model.problem.value} />}
      {mode === "up" && (
        <TextField
          label={labels.signUp.name}
          value={model.name.value}
          onValue={(value) => (model.name.value = value)}
          autocomplete="name"
          error={missing.name}
          first
        />
      )}
      <TextField
        label={labels.signIn.email}
        type="email"
        value={model.email.value}
        onValue={(value) => (model.email.value = value)}
        autocomplete="username"
        error={missing.email}
      />
      <TextField
        label={labels.signIn.password}
        type="password"
        value={model.password.value}
        onValue={(value) => (model.password.value = value)}
        autocomplete={mode === "up" ? "new-password" : "current-password"}
        error={missing.password}
        hint={mode === "up" && labels.signUp.passwordHint}
      />
      <Button kind="main" type="submit" busy={model.busy.value}>
        {mode === "up" ? labels.signUp.submit : labels.signIn.submit}
      </Button>
    </TriedForm>
  );
}

/** To the other of the two pages, where it leads anywhere. */
function OtherWay({ mode, signUp }: { mode: "in" | "up"; signUp: string | undefined }) {
  const to = (mode === "up" ? "/sign-in" : "/sign-up") + location.search;
  if (mode === "in" && signUp === "first")
    return (
      <a class="button button-main" data-first href={to}>
        {labels.signIn.nobodyYet.action}
      </a>
    );
  if (mode === "in" && signUp === "closed") return <p class="soft">{labels.signIn.byInvitation}</p>;
  if (mode === "up" && signUp === "closed")
    return (
      <a class="button button-main" href={to}>
        {labels.signIn.submit}
      </a>
    );
  // No one has an account to sign in with before the first one is created.
  if (signUp === "first") return null;
  return (
    <p class="soft">
      {mode === "up" ? labels.signUp.toSignIn : labels.signIn.toSignUp}{" "}
      <a href={to}>{mode === "up" ? labels.signIn.submit : labels.signIn.toSignUpLink}</a>
    </p>
  );
}
