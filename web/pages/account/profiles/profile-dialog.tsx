import type { Profile } from "../../../base/api/account-resources.ts";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { SaveDialog } from "../../../base/ui/form-dialog.tsx";
import { profilesLabels } from "./profiles-labels.ts";
import { SelectField } from "../../../base/ui/select-field.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createProfileFormModel, type ProfileFormModel } from "./profile-form-model.ts";
import { type ProfileField, profileKinds } from "./profile-kinds.ts";

const words = profilesLabels;

/** Creates or edits a profile; what it asks for follows the kind. */
export function ProfileDialog({
  profile,
  onSaved,
  onClose,
}: {
  profile?: Profile | undefined;
  onSaved: (profile: Profile) => void;
  onClose: () => void;
}) {
  const model = useModel(() => createProfileFormModel(profile));
  return (
    <SaveDialog
      title={profile ? words.editTitle(profile.name) : words.createTitle}
      action={words.saveAndTest}
      form={model}
      onSaved={onSaved}
      onClose={onClose}
    >
      <TextField label={words.name} text={model.name} error={model.nameError.value} maxLength={100} first />
      <SelectField
        label={words.kind}
        value={model.kind.value}
        choices={profileKinds}
        wordsOf={(kind) => words.kinds[kind]}
        onChoose={(kind) => (model.kind.value = kind)}
      />
      {model.fields.value.map((field) => (
        <Setting key={field.name} field={field} model={model} />
      ))}
      {model.kind.value === "authorization-code" && <RedirectAddress />}
      <TextField
        label={words.hostsField}
        optional={model.hostsOptional.value}
        text={model.hosts}
        error={model.hostsError.value}
        hint={words.hostsHint}
        lines={2}
        mono
      />
      <TextField label={words.testUrl} optional type="url" text={model.testUrl} error={model.testUrlError.value} hint={words.testUrlHint} />
    </SaveDialog>
  );
}

function Setting({ field, model }: { field: ProfileField; model: ProfileFormModel }) {
  const { name, choices, secret, optional, address } = field;
  const label = words.fields[name];
  const value = model.given.value[name] ?? "";
  if (choices)
    return (
      <SelectField
        label={label}
        value={value || choices[0]}
        choices={choices}
        wordsOf={(choice) => words.choices[name]?.[choice] ?? choice}
        onChoose={(choice) => model.set(name, choice)}
      />
    );
  const stored = secret && model.keepsSecret.value;
  return (
    <TextField
      label={label}
      optional={optional}
      type={secret ? "password" : address ? "url" : "text"}
      autocomplete={secret ? "new-password" : "off"}
      value={value}
      onValue={(text) => model.set(name, text)}
      {...(stored ? { placeholder: words.secretStored } : {})}
      hint={stored ? words.secretHint : secret && model.asksAgain.value ? words.secretAgain : words.hints[name]}
      error={model.errorOf(name)}
    />
  );
}

/** The other system sends people back only to an address that it knows. */
function RedirectAddress() {
  const address = `${location.origin}/api/oauth/callback`;
  return (
    <div class="field">
      <div class="field-label">{words.redirect}</div>
      <div class="address">
        <code class="grow">{address}</code>
        <CopyButton text={address} label={words.copyRedirect} />
      </div>
    </div>
  );
}
