import type { ComponentChildren } from "preact";
import { path } from "../../../base/router/router.ts";
import { Button, IconButton } from "../../../base/ui/button.tsx";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { firstStepsLabels } from "./first-steps-labels.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { type CoachModel, createCoachModel } from "./coach-model.ts";
import { guide, type GuideStep, guideSteps } from "./guide.ts";
import "./coach.css";

const words = firstStepsLabels.guide;

/** The guide's panel: what is done, what comes next and how. It stays beside the work and takes no focus by itself. */
export function Coach() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createCoachModel(shared), workflow.id);
  const current = model.current.value;
  const count = guide.done.value.length;
  const isSmall = guide.isSmall.value;
  const onCanvas = path.value === `/workflows/${workflow.id}`;
  return (
    <aside class={`coach ${onCanvas ? "coach-canvas" : ""} ${isSmall ? "coach-small" : ""}`} aria-label={words.label}>
      <header class="coach-head">
        <h2 class="grow">{words.title}</h2>
        <span class="soft figures">{words.progress(count, guideSteps.length)}</span>
        <IconButton
          icon={isSmall ? "plus" : "minus"}
          label={isSmall ? words.show : words.hide}
          aria-expanded={!isSmall}
          onClick={() => guide.fold(!isSmall)}
        />
        <IconButton icon="close" label={words.skip} onClick={skip} />
      </header>
      <div class="coach-bar" aria-hidden="true">
        <span style={{ width: `${(count / guideSteps.length) * 100}%` }} />
      </div>
      <p class="unseen" role="status">
        {current ? `${words.progress(count, guideSteps.length)}. ${words.steps[current].title}` : words.over.title}
      </p>
      {current ? (
        <ol class="coach-steps">
          {guideSteps.map((step) => (
            <Step key={step} step={step} isNow={step === current}>
              <Help step={step} model={model} onCanvas={onCanvas} workflowId={workflow.id} />
            </Step>
          ))}
        </ol>
      ) : (
        <Over />
      )}
    </aside>
  );
}

function skip(): void {
  guide.skip();
  toast(words.skipped, "done", { label: words.undo, act: guide.unskip });
}

function Step({ step, isNow, children }: { step: GuideStep; isNow: boolean; children: ComponentChildren }) {
  const isDone = guide.done.value.includes(step);
  const { title } = words.steps[step];
  return (
    <li class={`coach-step ${isDone ? "coach-done" : isNow ? "coach-now" : ""}`} aria-current={isNow ? "step" : undefined}>
      <span class="coach-mark">{isDone && <Icon name="check" />}</span>
      <div class="grow stack-s">
        <p>
          <span class="coach-title">{title}</span>
          <span class="unseen">, {isDone ? words.done : isNow ? words.now : words.later}</span>
        </p>
        {isNow && children}
      </div>
    </li>
  );
}

/** Below this the canvas is for looking. */
const isWide = (): boolean => matchMedia("(min-width: 900px)").matches;

/** How the step is done, and where. */
function Help({ step, model, onCanvas, workflowId }: { step: GuideStep; model: CoachModel; onCanvas: boolean; workflowId: string }) {
  const said: { hint: string; keys?: string } = words.steps[step];
  const isLater = step === "key" || step === "call";
  if (!isLater && step !== "deploy" && onCanvas && !isWide()) return <p class="soft">{words.narrow}</p>;
  const texts = step === "use" && onCanvas ? model.texts.value : undefined;
  return (
    <>
      <p class="soft">{said.hint}</p>
      {said.keys && onCanvas && <p class="soft">{said.keys}</p>}
      {texts && (
        <>
          <Snippet label={words.steps.use.inScript} text={texts.code} />
          <Snippet label={words.steps.use.inEnd} text={texts.value} />
          <Button onClick={model.fill}>{words.fill}</Button>
        </>
      )}
      {!isLater && step !== "deploy" && !onCanvas && (
        <a class="button" href={`/workflows/${workflowId}`}>
          {words.toFlow}
        </a>
      )}
      {isLater && path.value !== `/workflows/${workflowId}/endpoint` && (
        <a class="button" href={`/workflows/${workflowId}/endpoint#try`}>
          {words.toEndpoint}
        </a>
      )}
    </>
  );
}

function Snippet({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <p class="soft coach-label">{label}</p>
      <div class="coach-code">
        <code class="grow break">{text}</code>
        <CopyButton text={text} label={`${words.copy}: ${label}`} />
      </div>
    </div>
  );
}

function Over() {
  return (
    <div class="coach-over stack-s">
      <p class="strong">{words.over.title}</p>
      <p class="soft">{words.over.detail}</p>
      <div class="row">
        <Button onClick={guide.finish}>{words.over.close}</Button>
        <a class="button button-main" href="/?new=template" onClick={guide.finish}>
          {words.over.templates}
        </a>
      </div>
    </div>
  );
}
