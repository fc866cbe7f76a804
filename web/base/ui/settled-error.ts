import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

/**
 * The error of a field as it is shown: one that comes up while somebody types waits until the field is left or the form
 * is sent with Enter. One that was there before stays while it holds, and one that is corrected goes immediately.
 */
export function useSettledError(error: string | undefined) {
  const typing = useSignal(false);
  const wasShown = useRef(false);
  return {
    shown: typing.value && !wasShown.current ? undefined : error,
    onInput() {
      if (!typing.peek()) wasShown.current = error !== undefined;
      typing.value = true;
    },
    onFocusOut() {
      typing.value = false;
    },
    onKeyDown({ key }: KeyboardEvent) {
      if (key === "Enter") typing.value = false;
    },
  };
}
