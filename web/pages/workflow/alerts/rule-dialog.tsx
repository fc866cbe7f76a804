import type { AlertRule } from "../../../base/api/observing.ts";
import { TextField } from "../../../base/ui/field.tsx";
import { SaveDialog } from "../../../base/ui/form-dialog.tsx";
import { alertsLabels } from "./alerts-labels.ts";
import { SelectField } from "../../../base/ui/select-field.tsx";
import { Notice } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createRuleFormModel, kinds, numbersOf } from "./rule-form-model.ts";

const words = alertsLabels;

/** Creates or edits a rule; what it asks for follows its kind. */
export function RuleDialog({
  workflowId,
  rule,
  canMail,
  onSaved,
  onClose,
}: {
  workflowId: string;
  rule?: AlertRule | undefined;
  canMail: boolean;
  onSaved: (rule: AlertRule) => void;
  onClose: () => void;
}) {
  const model = useModel(() => createRuleFormModel(workflowId, rule));
  return (
    <SaveDialog title={rule ? words.editTitle(rule.name) : words.createTitle} form={model} onSaved={onSaved} onClose={onClose}>
      <TextField
        label={words.name}
        placeholder={words.namePlaceholder}
        text={model.name}
        error={model.errorOf("name")}
        maxLength={100}
        first
      />
      <SelectField
        label={words.kind}
        value={model.kind.value}
        choices={kinds}
        wordsOf={(kind) => words.kinds[kind]}
        onChoose={(kind) => (model.kind.value = kind)}
      />
      <div class="rule-numbers">
        {numbersOf[model.kind.value].map(({ name }) => (
          <TextField
            key={name}
            label={name === "minutes" && model.kind.value === "stopped" ? words.quietMinutes : words[name]}
            inputMode={name === "percent" ? "decimal" : "numeric"}
            value={model.numbers.value[name]}
            onValue={(value) => model.setNumber(name, value)}
            error={model.errorOf(name)}
          />
        ))}
      </div>
      <fieldset class="choice">
        <legend class="field-label">{words.channel}</legend>
        {(["webhook", "email"] as const).map((channel) => (
          <label key={channel} class="pill">
            <input type="radio" name="channel" checked={model.channel.value === channel} onChange={() => (model.channel.value = channel)} />
            <span>{words.channels[channel]}</span>
          </label>
        ))}
      </fieldset>
      {model.channel.value === "webhook" ? (
        <TextField label={words.url} type="url" text={model.url} hint={words.urlHint} error={model.errorOf("url")} />
      ) : (
        <>
          {!canMail && (
            <Notice kind="warning" title={words.noMail.title}>
              {words.noMail.detail}
            </Notice>
          )}
          <TextField label={words.to} lines={2} text={model.to} hint={words.toHint} error={model.errorOf("to")} />
        </>
      )}
    </SaveDialog>
  );
}
