import { useId } from "preact/hooks";
import { Form, type FormProps } from "./form.tsx";

interface Props extends FormProps {
  title: string;
  class?: string;
}

/** A card that is a form. */
export function FormCard({ title, class: look, ...form }: Props) {
  const id = useId();
  return (
    <section class={look ? `card ${look}` : "card"} aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
      </div>
      <Form {...form} class="card-body form" />
    </section>
  );
}
