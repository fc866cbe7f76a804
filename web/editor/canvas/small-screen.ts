import { signal } from "@preact/signals";

/** Below this the inspector is a sheet over the canvas, and the canvas is for looking. */
const wide = matchMedia("(min-width: 900px)");
const isSmall = signal(!wide.matches);
wide.addEventListener("change", () => (isSmall.value = !wide.matches));

/** Whether there is little room; follows the window. */
export const isSmallScreen = (): boolean => isSmall.value;
