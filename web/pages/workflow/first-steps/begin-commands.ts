import { registerCommands } from "../../../base/commands/registry.ts";
import { navigate } from "../../../base/router/router.ts";
import { me } from "../../../base/session/session-model.ts";
import { labels } from "../../../base/labels.ts";
import { toastProblem } from "../../../base/ui/toasts.tsx";
import { resumeGuide } from "./guide.ts";

const words = labels.firstSteps.commands;

/** Templates and the guide are found by the command palette, also after the list has stopped to offer them. */
export function startBeginCommands(): void {
  registerCommands(() => {
    if (!me.peek()?.capabilities.includes("workflows.create")) return [];
    return [
      { id: "new:template", title: words.template, group: words.group, icon: "plus", run: () => navigate("/?new=template") },
      {
        id: "guide",
        title: words.guide,
        group: words.group,
        icon: "start",
        run: () => void resumeGuide().catch(toastProblem),
      },
    ];
  });
}
