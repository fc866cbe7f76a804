import { Button, IconButton } from "../../../base/ui/button.tsx";
import { Icon, type IconName } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import type { WayToBegin } from "./ways-to-begin.ts";
import { guide, guideSteps, resumeGuide } from "./guide.ts";
import "./begin.css";

const words = labels.firstSteps;
interface Props {
  begin: (way: WayToBegin) => void;
}

/** What an empty list offers: the guide first, then the other ways to a workflow. */
export function BeginCards({ begin }: Props) {
  const action = useModel(() => createAction(resumeGuide));
  const lead = guide.isRunning.value ? { ...words.resume, detail: progressText() } : words.guide;
  return (
    <div class="begin">
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <div class="begin-cards">
        <BeginCard icon="start" title={lead.title} detail={lead.detail} busy={action.busy.value} main onClick={() => void action.run()} />
        <BeginCard icon="workflows" {...words.template} onClick={() => begin("template")} />
        <BeginCard icon="plus" {...words.blank} onClick={() => begin("blank")} />
        <BeginCard icon="upload" {...words.import} onClick={() => begin("import")} />
      </div>
    </div>
  );
}

function BeginCard({
  icon,
  title,
  detail,
  main = false,
  busy = false,
  onClick,
}: {
  icon: IconName;
  title: string;
  detail: string;
  main?: boolean;
  busy?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      class={main ? "card-button begin-card begin-main" : "card-button begin-card"}
      aria-busy={busy || undefined}
      onClick={onClick}
    >
      <span class="begin-icon">{busy ? <span class="spinner" aria-hidden="true" /> : <Icon name={icon} />}</span>
      <span class="strong">{title}</span>
      <span class="soft">{detail}</span>
    </button>
  );
}

/** Above a non-empty list: one line with a link, until it is dismissed or the guide is finished. */
export function BeginStrip({ begin }: Props) {
  const action = useModel(() => createAction(resumeGuide));
  const isRunning = guide.isRunning.value;
  const said = isRunning ? { ...words.resume, detail: progressText() } : words.guide;
  return (
    <section class="begin-strip" aria-label={said.title}>
      <span class="begin-icon">
        <Icon name="start" />
      </span>
      <div class="grow">
        <p class="strong">{said.title}</p>
        <p class="soft">{said.detail}</p>
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      </div>
      <div class="row">
        {!isRunning && (
          <Button kind="quiet" onClick={() => begin("template")}>
            {words.template.title}
          </Button>
        )}
        <Button busy={action.busy.value} onClick={() => void action.run()}>
          {said.action}
        </Button>
        <IconButton
          icon="close"
          label={words.dismiss}
          onClick={() => {
            guide.dismiss();
            toast(words.dismissed);
          }}
        />
      </div>
    </section>
  );
}

const progressText = (): string => words.resume.detail(guide.done.value.length, guideSteps.length);
