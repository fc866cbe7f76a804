import { effect, signal } from "@preact/signals";
import { remember } from "./remembered.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const theme = signal<Theme>(themes.find((each) => each === document.documentElement.dataset.theme) ?? "system");

export function startTheme(): void {
  effect(() => {
    if (theme.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
    // `public/theme.js` reads it before the first paint.
    remember("theme", theme.value);
  });
}
