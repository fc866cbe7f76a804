import { useEffect, useRef } from "preact/hooks";

/** Tells whether the component is still shown, for answers that may come after somebody has left it. */
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
