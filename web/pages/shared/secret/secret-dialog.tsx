import type { ComponentChildren } from "preact";
import { Button } from "../../../base/ui/button.tsx";
import { copyText } from "../../../base/ui/copy-button.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { SelectField } from "../../../base/ui/select-field.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createSecretFormModel, expiryChoices, type SecretFormModel, type SecretWanted } from "./secret-form-model.ts";
import { secretLabels } from "./secret-labels.ts";
import "./secret.css";

interface Props {
  kind: "key" | "token";
  title: string;
  create: (wanted: SecretWanted) => Promise<string>;
  onClose: () => void;
  /** Fields that only one of the kinds has. */
  more?: (model: SecretFormModel) => ComponentChildren;
}
const words = secretLabels;

/** Creates an API key or an access token, and shows it this once. */
export function SecretDialog({ kind, title, create, onClose, more }: Props) {
  const model = useModel(() => createSecretFormModel(create));
  if (model.secret.value !== undefined)
    return (
      <ShownOnce key="shown" title={kind === "key" ? words.keyShown : words.tokenShown} secret={model.secret.value} onClose={onClose} />
    );
  const errors = model.errors.value;
  return (
    <FormDialog
      key="form"
      title={title}
      action={kind === "key" ? words.generateKey : words.generateToken}
      busy={model.busy.value}
      problem={model.problem.value}
      onSubmit={model.submit}
      onClose={onClose}
    >
      <TextField
        label={words.name}
        text={model.name}
        error={errors.name}
        hint={kind === "key" ? words.keyNameHint : words.tokenNameHint}
        maxLength={100}
        first
      />
      <SelectField
        label={words.expires}
        hint={words.expiresHint}
        value={model.expiry.value}
        choices={expiryChoices}
        wordsOf={(choice) => words.expiryChoices[choice]}
        onChoose={(choice) => (model.expiry.value = choice)}
      />
      {model.expiry.value === "custom" && (
        <TextField label={words.expiryDate} type="datetime-local" text={model.date} error={errors.date} />
      )}
      {kind === "key" && (
        <TextField label={words.rate} optional text={model.rate} error={errors.rate} hint={words.rateHint} inputMode="numeric" />
      )}
      {more?.(model)}
    </FormDialog>
  );
}

/** Esc does not close it: what it shows cannot be shown again. */
function ShownOnce({ title, secret, onClose }: { title: string; secret: string; onClose: () => void }) {
  const copyAndClose = async () => {
    if (!(await copyText(secret))) return;
    toast(words.copiedToClipboard);
    onClose();
  };
  return (
    <Dialog title={title}>
      <div class="form">
        <p>{words.shownOnce}</p>
        <code class="secret">{secret}</code>
        <div class="form-actions">
          <Button onClick={onClose}>{words.closeOnly}</Button>
          <Button kind="main" icon="copy" data-first onClick={copyAndClose}>
            {words.copyAndClose}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
