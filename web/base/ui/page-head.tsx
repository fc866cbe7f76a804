import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { labels } from "../labels.ts";

/** The bar at the top: where one is, what state it is in, and at most two buttons. */
export function TopBar({ children, actions }: { children: ComponentChildren; actions?: ComponentChildren }) {
  return (
    <header class="topbar">
      <div class="topbar-where">{children}</div>
      {actions && <div class="topbar-actions">{actions}</div>}
    </header>
  );
}

/** A page's heading, what it is for, and its main action; also names the browser's tab. */
export function PageHead({
  title,
  tab = title,
  lead,
  actions,
}: {
  title: string;
  tab?: string;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${tab} · ${labels.product}`;
  }, [tab]);
  return (
    <div class="page-head">
      <div class="grow">
        <h1 tabIndex={-1}>{title}</h1>
        {lead && <p class="soft page-lead">{lead}</p>}
      </div>
      {actions && <div class="row">{actions}</div>}
    </div>
  );
}
