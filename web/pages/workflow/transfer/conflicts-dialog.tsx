import { useSignal } from "@preact/signals";
import { Button } from "../../../base/ui/button.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { labels } from "../../../base/labels.ts";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { transferLabels } from "./transfer-labels.ts";
import type { ImportModel } from "./import-model.ts";
import { type Choice, type Conflict, resolutionsOf } from "./resolutions.ts";

const words = transferLabels.import;

/** Variables that are here with another value: each is kept or overwritten, and either value can be edited first. */
export function ConflictsDialog({ model, conflicts }: { model: ImportModel; conflicts: readonly Conflict[] }) {
  const choices = useSignal<Readonly<Record<string, Choice>>>(
    Object.fromEntries(
      conflicts.map(({ name, present, incoming }): [string, Choice] => [
        name,
        { action: "keep", kept: present.value ?? "", incoming: incoming.value ?? "" },
      ]),
    ),
  );
  const change = (name: string, part: Partial<Choice>) =>
    (choices.value = { ...choices.value, [name]: { ...choices.value[name]!, ...part } });
  return (
    <Dialog title={words.conflictsTitle} onClose={model.cancel} wide>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void model.run.run(resolutionsOf(conflicts, choices.value));
        }}
      >
        <div>
          <h3>{words.conflictsHeading}</h3>
          <p class="soft">{words.conflictsLead}</p>
        </div>
        {model.run.problem.value && <ProblemNotice problem={model.run.problem.value} />}
        {conflicts.map((conflict) => (
          <ConflictChoice
            key={conflict.name}
            conflict={conflict}
            choice={choices.value[conflict.name]!}
            onChange={(part) => change(conflict.name, part)}
          />
        ))}
        <div class="form-actions">
          <Button onClick={model.cancel}>{labels.common.cancel}</Button>
          <Button kind="main" type="submit" busy={model.run.busy.value}>
            {words.proceed}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  conflict: Conflict;
  choice: Choice;
  onChange: (part: Partial<Choice>) => void;
}

function ConflictChoice({ conflict: { name, present, incoming }, choice, onChange }: ChoiceProps) {
  const keeps = choice.action === "keep";
  const secure = keeps ? present.secure : incoming.secure;
  return (
    <fieldset class="conflict">
      <legend>
        <code class="strong">{name}</code> <span class="unseen">{words.choiceOf(name)}</span>
      </legend>
      <div class="choice">
        {(["keep", "overwrite"] as const).map((action) => (
          <label key={action}>
            <input type="radio" name={`conflict-${name}`} checked={choice.action === action} onChange={() => onChange({ action })} />
            {words[action]}
          </label>
        ))}
      </div>
      <TextField
        key={choice.action}
        label={keeps ? words.keptValue(name) : words.newValue(name)}
        value={keeps ? choice.kept : choice.incoming}
        onValue={(text) => onChange(keeps ? { kept: text } : { incoming: text })}
        hint={secure ? (keeps ? words.secureKeepHint : words.secureHint) : undefined}
        lines={1}
        mono
      />
    </fieldset>
  );
}
