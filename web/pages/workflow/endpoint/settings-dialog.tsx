import type { EndpointSettings } from "../../../base/api/resources.ts";
import { endpointLabels } from "./endpoint-labels.ts";
import { TextField, Toggle } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { createSettingsModel } from "./settings-model.ts";

const words = endpointLabels;

interface Props {
  kind: "sync" | "async";
  workflowId: string;
  settings: EndpointSettings;
  onSaved: (saved: EndpointSettings) => void;
  onClose: () => void;
}

export function SettingsDialog({ kind, workflowId, settings, onSaved, onClose }: Props) {
  const model = useModel(() => createSettingsModel(kind, workflowId, settings, onSaved));
  const errors = model.errors.value;
  return (
    <FormDialog
      title={kind === "sync" ? words.syncSettings : words.asyncSettings}
      onSubmit={model.submit}
      onClose={onClose}
      busy={model.busy.value}
      problem={model.problem.value}
    >
      {kind === "sync" ? (
        <TextField
          label={words.syncTimeout}
          note={labels.common.seconds}
          text={model.syncTimeout}
          error={errors.syncTimeout}
          hint={words.syncTimeoutHint}
          inputMode="numeric"
          first
        />
      ) : (
        <>
          <Toggle
            label={words.enableAsync}
            checked={model.enabled.value}
            onChange={(on) => (model.enabled.value = on)}
            hint={words.enableAsyncHint}
          />
          {model.enabled.value && (
            <>
              <TextField
                label={words.callbackUrl}
                text={model.callbackUrl}
                error={errors.callbackUrl}
                hint={words.callbackHint}
                inputMode="url"
                placeholder="https://"
              />
              <TextField
                label={words.accessToken}
                type="password"
                autocomplete="new-password"
                text={model.accessToken}
                error={errors.accessToken}
                hint={model.tokenIsKept.value ? words.accessTokenKept : model.asksAgain.value ? words.tokenAgain : words.accessTokenHint}
              />
            </>
          )}
          <Toggle
            label={words.noTimeout}
            checked={model.noTimeout.value}
            onChange={(on) => (model.noTimeout.value = on)}
            hint={words.noTimeoutHint}
          />
          {!model.noTimeout.value && (
            <TextField
              label={words.syncTimeout}
              note={labels.common.seconds}
              text={model.asyncTimeout}
              error={errors.asyncTimeout}
              hint={words.asyncTimeoutHint}
              inputMode="numeric"
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
