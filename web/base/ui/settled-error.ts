import { useSignal } from "@preact/signals";
import { useContext, useRef } from "preact/hooks";
import { Tried } from "./tried-form.tsx";

/**
 * The error of a field as it is shown. While a person types, a new error waits until the field is left or the form is
 * sent, an old one stays while it is true, and a corrected one goes immediately. An untouched field shows
 * its error only after the form was sent.
 */
export function useSettledError(error: string | undefined) {
  const tried = useContext(Tried);
  const typing = useSignal(false);
  const left = useSignal(false);
  const wasShown = useRef(false);
  const isDue = tried === undefined || tried.value || left.value;
  return {
    shown: isDue && (!typing.value || wasShown.current) ? error : undefined,
    onInput() {
      if (!typing.peek()) wasShown.current = error !== undefined && isDue;
      typing.value = true;
    },
    onFocusOut() {
      if (typing.peek()) left.value = true;
      typing.value = false;
    },
    onKeyDown({ key }: KeyboardEvent) {
      if (key === "Enter") typing.value = false;
    },
  };
}
