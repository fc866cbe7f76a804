import { useRef } from "preact/hooks";
import { lookOf } from "../../editor/drawing/node-look.ts";
import { Icon } from "../../base/ui/icons.tsx";
import type { Run, RunStep } from "../../base/api/runs.ts";
import { runLabels } from "./run-labels.ts";
import { StatusIcon } from "../../base/ui/status.tsx";
import { toneOf } from "../../base/ui/status-look.ts";
import { durationText, shortDuration } from "../../base/ui/time-text.ts";
import type { RunModel } from "./run-model.ts";
import { segmentsOf, type Span, spanOf, ticksOf } from "./waterfall-segments.ts";

const words = runLabels;

/** The steps over time: bars for work, hatched where it only waited. ↑ and ↓ go through them. */
export function Waterfall({ model, run }: { model: RunModel; run: Run }) {
  const list = useRef<HTMLOListElement>(null);
  const span = spanOf(run, model.now.value);
  const selected = model.selected.value?.nodeId;
  const move = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -run.steps.length, End: run.steps.length }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const id = model.step(by);
    if (id !== undefined) list.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)?.focus();
  };
  return (
    <section class="card run-card" aria-labelledby="run-timeline">
      <div class="run-card-head">
        <h3 id="run-timeline">{words.sections.timeline}</h3>
        <span class="soft waterfall-legend" aria-hidden="true">
          <span class="waterfall-key" /> {words.legend.work}
          <span class="waterfall-key waterfall-wait" /> {words.legend.wait}
        </span>
        <span class="soft figures">{words.steps(run.steps.length)}</span>
      </div>
      <div class="waterfall">
        <div class="waterfall-axis" aria-hidden="true">
          {ticksOf(span).map(({ at, ms }) => (
            <span key={ms} class={at > 0.86 ? "waterfall-tick waterfall-tick-last" : "waterfall-tick"} style={{ left: `${at * 100}%` }}>
              {shortDuration(ms)}
            </span>
          ))}
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are those of the buttons inside */}
        <ol ref={list} class="waterfall-steps" aria-label={words.timeline} title={words.stepsHint} onKeyDown={move}>
          {run.steps.map((step, at) => (
            <Bar
              key={step.place}
              step={step}
              span={span}
              isSelected={step.nodeId === selected}
              isStop={step.nodeId === selected || (selected === undefined && at === 0)}
              onSelect={() => model.select(step.nodeId)}
            />
          ))}
        </ol>
      </div>
    </section>
  );
}

interface BarProps {
  step: RunStep;
  span: Span;
  isSelected: boolean;
  /** The one stop for Tab in the list. */
  isStop: boolean;
  onSelect: () => void;
}

function Bar({ step, span, isSelected, isStop, onSelect }: BarProps) {
  const { nodeId, name, type, status, attempts, durationMs, waitedMs, copiedFrom } = step;
  const { icon, family } = lookOf(type);
  const took = durationMs === null ? "" : durationText(durationMs);
  const more = [
    ...(attempts > 1 ? [words.attempts(attempts)] : []),
    ...(waitedMs > 0 ? [words.waited(durationText(waitedMs))] : []),
    ...(copiedFrom === null ? [] : [words.copied]),
  ];
  return (
    <li>
      <button
        type="button"
        class="waterfall-step"
        data-step={nodeId}
        tabIndex={isStop ? 0 : -1}
        aria-current={isSelected || undefined}
        onClick={onSelect}
      >
        <span class={`waterfall-icon family-${family}`}>
          <Icon name={icon} />
        </span>
        <span class="waterfall-name">
          <span class="cut">{name}</span>
          <span class="unseen">{words.stepSaid(status, more)}</span>
          {attempts > 1 && (
            <span class="waterfall-times" title={words.attempts(attempts)} aria-hidden="true">
              ×{attempts}
            </span>
          )}
        </span>
        <span class={`waterfall-status status-${toneOf(status)}`}>
          <StatusIcon status={status} />
        </span>
        <span class={`waterfall-line status-${toneOf(status)}`}>
          {copiedFrom === null ? (
            segmentsOf(step, span).map(({ from, to, kind }, at) => (
              <span
                key={at}
                class={`waterfall-bar waterfall-${kind}`}
                style={{ left: `min(${from * 100}%, calc(100% - 3px))`, width: `max(3px, ${(to - from) * 100}%)` }}
              />
            ))
          ) : (
            <span class="waterfall-copied soft" title={words.copiedHint}>
              {words.copied}
            </span>
          )}
        </span>
        <span class="waterfall-took soft figures">{took}</span>
      </button>
    </li>
  );
}
