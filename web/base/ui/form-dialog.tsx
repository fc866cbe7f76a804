import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Form, type FormProps, type SavingForm } from "./form.tsx";
import { labels } from "../labels.ts";

interface Props extends FormProps {
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** While stoppable work is in progress: the function that stops it, instead of closing the dialog. */
  stop?: { label: string; act: () => void } | undefined;
}

/** A form in a dialog. */
export function FormDialog({ title, onClose, wide = false, stop, ...form }: Props) {
  return (
    <Dialog title={title} onClose={stop ? undefined : onClose} wide={wide}>
      <Form {...form} beside={<Button onClick={stop?.act ?? onClose}>{stop?.label ?? labels.common.cancel}</Button>} />
    </Dialog>
  );
}

interface SaveProps<Saved> extends Pick<Props, "title" | "action" | "onClose" | "wide" | "children"> {
  form: SavingForm<Saved>;
  onSaved: (saved: Saved) => void;
}

/** A form dialog that hands on what was saved. */
export function SaveDialog<Saved>({ form, onSaved, ...props }: SaveProps<Saved>) {
  const submit = async () => {
    const saved = await form.submit();
    if (saved) onSaved(saved);
  };
  return <FormDialog {...props} onSubmit={submit} busy={form.busy.value} problem={form.problem.value} />;
}
