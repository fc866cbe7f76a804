import { type ReadonlySignal, useSignal } from "@preact/signals";
import { createContext, type FormHTMLAttributes, type RefObject } from "preact";

/** Whether the form around a field was sent once; undefined for a field outside of forms. */
export const Tried = createContext<ReadonlySignal<boolean> | undefined>(undefined);

interface Props extends Omit<FormHTMLAttributes, "onSubmit"> {
  formRef?: RefObject<HTMLFormElement | null>;
  onSubmit: () => unknown;
}

/** A form whose fields know when it was sent: then untouched fields also show what is missing. */
export function TriedForm({ formRef, onSubmit, children, ...rest }: Props) {
  const tried = useSignal(false);
  return (
    <Tried.Provider value={tried}>
      <form
        {...rest}
        {...(formRef ? { ref: formRef } : {})}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          tried.value = true;
          void onSubmit();
        }}
      >
        {children}
      </form>
    </Tried.Provider>
  );
}
