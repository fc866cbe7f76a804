import { useEffect, useRef } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Logo } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { ProblemNotice } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { PageHead } from "../shell/page-head.tsx";
import { createSignInModel } from "./sign-in-model.ts";
import "./sign-in.css";

export function SignInPage({ mode }: { mode: "in" | "up" }) {
  const model = useModel(() => createSignInModel(mode), mode);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), [mode]);
  const words = mode === "up" ? labels.signUp : labels.signIn;
  const missing = model.missing.value;
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <div class="sign-in-brand">
          <Logo size={40} />
          <span>{labels.product}</span>
        </div>
        <PageHead title={words.title} lead={words.lead} />
        <form
          ref={form}
          class="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void model.submit();
          }}
        >
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
            {words.submit}
          </Button>
        </form>
        <p class="soft">
          {mode === "up" ? labels.signUp.toSignIn : labels.signIn.toSignUp}{" "}
          <a href={(mode === "up" ? "/sign-in" : "/sign-up") + location.search}>
            {mode === "up" ? labels.signIn.submit : labels.signIn.toSignUpLink}
          </a>
        </p>
      </div>
    </main>
  );
}
