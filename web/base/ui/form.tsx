import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { labels } from "../labels.ts";
import { ProblemNotice } from "./states.tsx";
import { TriedForm } from "./tried-form.tsx";

/** A form as its model holds it. */
export interface SavingForm<Saved> {
  readonly busy: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** Resolves to undefined where something is still wrong; the form then shows what. */
  submit(): Promise<Saved | undefined>;
}

export interface FormProps {
  /** The words of the button that sends it; without them it saves. */
  action?: string | undefined;
  onSubmit: () => unknown;
  busy?: boolean | undefined;
  /** There is nothing yet that could be sent. */
  disabled?: boolean | undefined;
  problem?: Problem | undefined;
  danger?: boolean | undefined;
  children: ComponentChildren;
}

interface Props extends FormProps {
  class?: string;
  /** A button before the one that sends it. */
  beside?: ComponentChildren;
}

/** The inside of a card or a dialog that is a form: what went wrong on top, the buttons at the end. */
export function Form({
  class: look = "form",
  action = labels.common.save,
  onSubmit,
  busy = false,
  disabled = false,
  problem,
  danger = false,
  beside,
  children,
}: Props) {
  return (
    <TriedForm class={look} onSubmit={onSubmit}>
      {problem && <ProblemNotice problem={problem} />}
      {children}
      <div class="form-actions">
        {beside}
        <Button kind={danger ? "danger" : "main"} type="submit" busy={busy} disabled={disabled}>
          {action}
        </Button>
      </div>
    </TriedForm>
  );
}
