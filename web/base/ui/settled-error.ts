import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

/**
 * The error of a field as shown: a new one waits until the person leaves the field or sends the form with Enter. An
 * existing one stays while it applies, and disappears immediately when it is corrected.
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
