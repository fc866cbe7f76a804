import type { ComponentChildren } from "preact";
import { TopBar } from "../../../base/ui/page-head.tsx";
import { me } from "../../../base/session/session-model.ts";
import { labels } from "../../../base/labels.ts";

/** A page of the account: the bar with its name, then the content. */
export function AccountPage({ children }: { children: ComponentChildren }) {
  return (
    <>
      <TopBar>
        <span class="strong cut">{me.value?.activeAccount?.name ?? labels.product}</span>
      </TopBar>
      <div class="page">{children}</div>
    </>
  );
}
