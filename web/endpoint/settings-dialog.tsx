import type { EndpointSettings } from "../api/resources.ts";
import { endpointLabels } from "../ui/endpoint-labels.ts";
import { TextField, Toggle } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { labels } from "../ui/labels.ts";
import { useModel } from "../ui/use-model.ts";
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
          value={model.syncTimeout.value}
          onValue={(value) => (model.syncTimeout.value = value)}
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
                value={model.callbackUrl.value}
                onValue={(value) => (model.callbackUrl.value = value)}
                error={errors.callbackUrl}
                hint={words.callbackHint}
                inputMode="url"
                placeholder="https://"
              />
              <TextField
                label={words.accessToken}
                type="password"
                autocomplete="new-password"
                value={model.accessToken.value}
                onValue={(value) => (model.accessToken.value = value)}
                error={errors.accessToken}
                hint={model.tokenIsKept ? words.accessTokenKept : words.accessTokenHint}
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
              value={model.asyncTimeout.value}
              onValue={(value) => (model.asyncTimeout.value = value)}
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
