import type { Profile } from "../api/account-resources.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field, TextField } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { profilesLabels } from "../ui/profiles-labels.ts";
import { useModel } from "../ui/use-model.ts";
import { createProfileFormModel, type ProfileFormModel } from "./profile-form-model.ts";
import { type ProfileField, type ProfileKind, profileKinds } from "./profile-kinds.ts";

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
    <FormDialog
      title={profile ? words.editTitle(profile.name) : words.createTitle}
      action={words.saveAndTest}
      onSubmit={async () => {
        const saved = await model.submit();
        if (saved) onSaved(saved);
      }}
      onClose={onClose}
      busy={model.busy.value}
      problem={model.problem.value}
    >
      <TextField
        label={words.name}
        value={model.name.value}
        onValue={(value) => (model.name.value = value)}
        error={model.nameError.value}
        maxLength={100}
        first
      />
      <Field label={words.kind}>
        {(ties) => (
          <select
            {...ties}
            class="select"
            value={model.kind.value}
            onChange={(event) => (model.kind.value = event.currentTarget.value as ProfileKind)}
          >
            {profileKinds.map((kind) => (
              <option key={kind} value={kind}>
                {words.kinds[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {model.fields.value.map((field) => (
        <Setting key={field.name} field={field} model={model} />
      ))}
      {model.kind.value === "authorization-code" && <RedirectAddress />}
      <TextField
        label={words.hostsField}
        optional
        value={model.hosts.value}
        onValue={(value) => (model.hosts.value = value)}
        error={model.hostsError.value}
        hint={words.hostsHint}
        lines={2}
        mono
      />
      <TextField
        label={words.testUrl}
        optional
        type="url"
        value={model.testUrl.value}
        onValue={(value) => (model.testUrl.value = value)}
        error={model.testUrlError.value}
        hint={words.testUrlHint}
      />
    </FormDialog>
  );
}

function Setting({ field, model }: { field: ProfileField; model: ProfileFormModel }) {
  const { name, choices, secret, optional, address } = field;
  const label = words.fields[name];
  const value = model.given.value[name] ?? "";
  if (choices)
    return (
      <Field label={label}>
        {(ties) => (
          <select {...ties} class="select" value={value || choices[0]} onChange={(event) => model.set(name, event.currentTarget.value)}>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {words.choices[name]?.[choice] ?? choice}
              </option>
            ))}
          </select>
        )}
      </Field>
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
      hint={stored ? words.secretHint : words.hints[name]}
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
