import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Problem } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { labels } from "./labels.ts";
import { ProblemNotice } from "./states.tsx";

interface Props {
  title: string;
  class?: string;
  /** The words of the button; without them it saves. */
  action?: string;
  onSubmit: () => unknown;
  busy: boolean;
  problem?: Problem | undefined;
  children: ComponentChildren;
}

/** A card that is a form: what went wrong on top, the button that saves at the end. */
export function FormCard({ title, class: look, action = labels.common.save, onSubmit, busy, problem, children }: Props) {
  const id = useId();
  return (
    <section class={look ? `card ${look}` : "card"} aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
      </div>
      <form
        class="card-body form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        {problem && <ProblemNotice problem={problem} />}
        {children}
        <div class="form-actions">
          <Button kind="main" type="submit" busy={busy}>
            {action}
          </Button>
        </div>
      </form>
    </section>
  );
}
