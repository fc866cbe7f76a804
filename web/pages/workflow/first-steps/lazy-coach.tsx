import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { guide } from "./guide.ts";

const loaded = signal<ComponentType | undefined>();

/** The guide's panel, fetched for those who follow it. Until it is there, and where it cannot be had, nothing is missing. */
export function LazyCoach() {
  const isSmall = guide.isSmall.value;
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (!isSmall) dataset.guideOpen = "";
    return () => delete dataset.guideOpen;
  }, [isSmall]);
  useEffect(() => {
    if (loaded.value) return;
    import("./coach.tsx").then(
      ({ Coach }) => (loaded.value = Coach),
      () => undefined,
    );
  }, []);
  const Coach = loaded.value;
  return Coach ? <Coach /> : null;
}
