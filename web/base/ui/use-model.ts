import { useEffect, useMemo } from "preact/hooks";

interface Startable {
  start?(): void;
  stop?(): void;
}

/** Keeps one model for as long as a component is shown (and `key` stays the same); starts and stops those that can be. */
export function useModel<M extends object>(create: () => M, key = ""): M {
  const model: M & Startable = useMemo(create, [key]);
  useEffect(() => {
    model.start?.();
    return () => model.stop?.();
  }, [model]);
  return model;
}
