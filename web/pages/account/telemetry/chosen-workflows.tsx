import { IconButton } from "../../../base/ui/button.tsx";
import { FieldBelow } from "../../../base/ui/field.tsx";
import { telemetryLabels } from "./telemetry-labels.ts";
import { ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import type { TelemetryModel } from "./telemetry-model.ts";

const words = telemetryLabels;

/** All workflows, or those that are chosen by a search. */
export function ChosenWorkflows({ model }: { model: TelemetryModel }) {
  const chosen = model.chosen.value;
  const error = model.errorOf("workflows");
  return (
    <fieldset class="choice" aria-describedby={error ? "telemetry-which-error" : undefined}>
      <legend class="field-label">{words.which}</legend>
      {([false, true] as const).map((some) => (
        <label key={String(some)} class="pill">
          <input type="radio" name="which" checked={(chosen !== null) === some} onChange={() => model.choose(some)} />
          <span>{some ? words.whichChosen : words.whichAll}</span>
        </label>
      ))}
      {chosen !== null && (
        <div class="telemetry-chosen">
          {chosen.length > 0 && (
            <ul class="telemetry-list">
              {chosen.map(({ id, name }) => (
                <li key={id}>
                  <span class="grow cut">{name}</span>
                  <IconButton icon="close" label={words.remove(name)} onClick={() => model.remove(id)} />
                </li>
              ))}
            </ul>
          )}
          <input
            class="input"
            type="search"
            aria-label={words.searchWorkflows}
            placeholder={words.searchWorkflows}
            value={model.search.typed.value}
            onInput={(event) => model.search.type(event.currentTarget.value)}
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          />
          <Found model={model} chosen={chosen} />
          <FieldBelow id="telemetry-which" error={error} />
        </div>
      )}
    </fieldset>
  );
}

/** What the search finds besides those that are chosen. */
function Found({ model, chosen }: { model: TelemetryModel; chosen: readonly { id: string }[] }) {
  const { value, problem, load } = model.found;
  if (problem.value) return <ProblemNotice problem={problem.value} onRetry={() => void load()} />;
  if (!value.value) return <Skeleton lines={2} />;
  const others = value.value.items.filter(({ id }) => !chosen.some((each) => each.id === id));
  if (others.length === 0) return <p class="soft">{words.nothingFound}</p>;
  return (
    <ul class="telemetry-list">
      {others.map(({ id, name }) => (
        <li key={id}>
          <span class="grow cut soft">{name}</span>
          <IconButton icon="plus" label={words.add(name)} onClick={() => model.add({ id, name })} />
        </li>
      ))}
    </ul>
  );
}
