import { afterRender } from "./after-render.ts";

/**
 * Remembers what has the focus, and gives a way to give it back. Where that has gone with what was done, such as the row
 * of what was deleted, it goes to the row in its place, or to the page's heading.
 */
export function keepFocus(): () => void {
  const before = document.activeElement;
  const cell = before?.closest("td");
  const row = cell?.closest("tr");
  const [rows, at] = [row?.closest("tbody"), row?.sectionRowIndex ?? 0];
  return () => {
    if (!(before instanceof HTMLElement) || before === document.body) return;
    if (before.isConnected) before.focus();
    // The row is still there now, and is not once everything is drawn.
    afterRender(() => {
      if (document.activeElement !== document.body) return;
      const next = rows?.isConnected ? (rows.rows[at] ?? rows.rows[at - 1]) : undefined;
      const there = next?.cells[cell?.cellIndex ?? 0]?.querySelector<HTMLElement>("a, button, select");
      (there ?? document.querySelector<HTMLElement>("main h1"))?.focus();
    });
  };
}
