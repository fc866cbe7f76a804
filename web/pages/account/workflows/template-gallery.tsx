import { useLayoutEffect, useRef } from "preact/hooks";
import type { Template } from "#flow/templates/template.ts";
import { FlowSketch } from "../../../editor/drawing/flow-sketch.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { firstStepsLabels } from "../../workflow/first-steps/first-steps-labels.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { EmptyState } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { TemplateDetail } from "./template-detail.tsx";
import { createTemplatesModel, type TemplatesModel } from "./templates-model.ts";
import "../../../base/ui/search-field.css";
import "./templates.css";

const words = firstStepsLabels.templates;

/** All templates, searched and by category; a chosen one is looked at and taken in their place. */
export function TemplateGallery({ onClose }: { onClose: () => void }) {
  const model = useModel(createTemplatesModel);
  const chosen = model.chosen.value;
  const before = useRef<Template | undefined>(undefined);
  useLayoutEffect(() => {
    // Back from a template, the keyboard goes on where it was.
    if (!chosen && before.current) document.querySelector<HTMLElement>(`[data-template="${before.current.id}"]`)?.focus();
    before.current = chosen;
  }, [chosen]);
  if (chosen) return <TemplateDetail key={chosen.id} template={chosen} onBack={() => model.choose(undefined)} onClose={onClose} />;
  return <Choice model={model} />;
}

function Choice({ model }: { model: TemplatesModel }) {
  const shown = model.shown.value;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // A tab that was reached by its arrow keys keeps them.
    if (!document.activeElement?.closest("[role=tablist]")) field.current?.focus();
  }, []);
  return (
    <div class="gallery">
      <div class="gallery-tools">
        <div class="search-field">
          <Icon name="search" />
          <input
            ref={field}
            class="input"
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            value={model.typed.value}
            onInput={(event) => (model.typed.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "ArrowDown") return;
              event.preventDefault();
              document.querySelector<HTMLElement>(".template")?.focus();
            }}
          />
        </div>
        <div class="choice" role="radiogroup" aria-label={words.categories}>
          {[undefined, ...model.categories].map((each) => (
            <label key={each ?? ""} class="pill">
              <input
                type="radio"
                name="template-category"
                checked={model.category.value === each}
                onChange={() => (model.category.value = each)}
              />
              <span>{each ?? words.all}</span>
            </label>
          ))}
        </div>
      </div>
      <p class="unseen" role="status">
        {words.count(shown.length)}
      </p>
      {shown.length === 0 ? (
        <EmptyState icon="search" title={words.nothing.title} action={<Button onClick={model.showAll}>{words.nothing.action}</Button>} />
      ) : (
        <ul class="template-grid">
          {shown.map((template) => (
            <li key={template.id}>
              <TemplateCard template={template} onChoose={() => model.choose(template)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function TemplateCard({ template, onChoose }: { template: Template; onChoose: () => void }) {
  return (
    <button type="button" class="card-button template" data-template={template.id} onClick={onChoose} onKeyDown={moveInGrid}>
      <span class="template-sketch">
        <FlowSketch flow={template.flow} />
      </span>
      <span class="strong">{template.name}</span>
      <span class="soft template-purpose">{template.purpose}</span>
    </button>
  );
}

/** Arrow keys go from card to card as they lie on the screen. */
function moveInGrid(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const cards = [...document.querySelectorAll<HTMLElement>(".template")];
  const at = cards.indexOf(event.currentTarget);
  const { top } = event.currentTarget.getBoundingClientRect();
  const across = cards.filter((each) => Math.abs(each.getBoundingClientRect().top - top) < 2).length;
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, Home: -at, End: cards.length - 1 - at }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  cards[Math.max(0, Math.min(cards.length - 1, at + by))]?.focus();
}
