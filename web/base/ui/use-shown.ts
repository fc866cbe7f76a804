import { useEffect, useRef } from "preact/hooks";

/** Returns true while the component is shown, for answers that may arrive after the person has left it. */
export function useShown(): () => boolean {
  const shown = useRef(true);
  useEffect(
    () => () => {
      shown.current = false;
    },
    [],
  );
  return () => shown.current;
}
