import { computed, signal } from "@preact/signals";
import { newDestinations } from "#flow/profiles/destinations.ts";
import { type Profile, profiles, type SentProfile } from "../../../base/api/account-resources.ts";
import { errorOfField, problemBeyond } from "../../../base/api/problem.ts";
import { profilesLabels } from "./profiles-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { type FieldName, fieldsOf, type ProfileKind } from "./profile-kinds.ts";

const words = profilesLabels;

/** A setting as the form holds it: text. */
function asText(value: unknown): string {
  return Array.isArray(value) ? value.join(" ") : typeof value === "string" ? value : "";
}

/** The settings as they are sent: what is empty is left out, so that a stored secret stays. */
function settingsOf(kind: ProfileKind, given: Readonly<Record<string, string>>): SentProfile["settings"] {
  const entries = fieldsOf(kind, given).flatMap(({ name, list, choices }): [string, unknown][] => {
    const text = given[name] ?? "";
    if (list) return [[name, text.split(/\s+/).filter((word) => word !== "")]];
    if (choices) return [[name, text || choices[0]]];
    return text === "" ? [] : [[name, text]];
  });
  // The table of fields is held to the declared settings by its type; what is missing the form has refused.
  return { kind, ...Object.fromEntries(entries) } as SentProfile["settings"];
}

export function createProfileFormModel(profile?: Profile) {
  const name = signal(profile?.name ?? "");
  const kind = signal<ProfileKind>(profile?.settings.kind ?? "bearer");
  const given = signal<Readonly<Record<string, string>>>(
    Object.fromEntries(Object.entries(profile?.settings ?? {}).map(([key, value]) => [key, asText(value)])),
  );
  const hosts = signal((profile?.hosts ?? []).join("\n"));
  const testUrl = signal(profile?.testUrl ?? "");
  const fields = computed(() => fieldsOf(kind.value, given.value));
  /** Null where none is named. */
  const listed = computed(() => {
    const found = hosts.value.split(/[\s,]+/).filter((host) => host !== "");
    return found.length > 0 ? found : null;
  });
  const isStored = computed(() => profile !== undefined && profile.hasSecret && profile.settings.kind === kind.value);
  const goesElsewhere = computed(
    () =>
      profile !== undefined && newDestinations(profile, { hosts: listed.value, settings: settingsOf(kind.value, given.value) }).length > 0,
  );
  /** A secret of this kind is stored already and stays where the field is left empty. */
  const keepsSecret = computed(() => isStored.value && !goesElsewhere.value);

  const save = createAction(async () => {
    const body: SentProfile = {
      name: name.value,
      settings: settingsOf(kind.value, given.value),
      hosts: listed.value,
      testUrl: testUrl.value.trim() === "" ? null : testUrl.value.trim(),
    };
    return profile ? profiles.update(profile.id, body) : profiles.create(body);
  });
  const missing = computed(() => {
    const found: Partial<Record<FieldName | "profileName" | "hosts", string>> = {};
    if (kind.value !== "none" && listed.value === null) found.hosts = words.missingHosts;
    if (name.value.trim() === "") found.profileName = words.missingName;
    for (const { name: field, optional, choices, secret } of fields.value) {
      if (optional || choices || (secret && keepsSecret.value)) continue;
      if ((given.value[field] ?? "").trim() === "") found[field] = secret && isStored.value ? words.missingAgain : words.missing;
    }
    return found;
  });
  const ofServer = (path: string) => save.problem.value?.errors.find((error) => error.path === path || error.path === `/${path}`)?.message;
  return {
    name,
    kind,
    given,
    hosts,
    testUrl,
    fields,
    keepsSecret,
    /** The stored secret would go to an address that it was not entered for. */
    asksAgain: computed(() => isStored.value && goesElsewhere.value),
    hostsOptional: computed(() => kind.value === "none"),
    busy: save.busy,
    problem: computed(() =>
      problemBeyond(save.problem.value, ["name", "hosts", "testUrl", ...fields.value.map((field) => `settings/${field.name}`)]),
    ),
    nameError: computed(() => missing.value.profileName ?? ofServer("name")),
    testUrlError: computed(() => ofServer("testUrl")),
    hostsError: computed(() => missing.value.hosts ?? errorOfField(save.problem.value, "hosts")),
    errorOf: (field: FieldName) => missing.value[field] ?? ofServer(`settings/${field}`),
    set(field: FieldName, text: string) {
      given.value = { ...given.value, [field]: text };
    },
    async submit(): Promise<Profile | undefined> {
      return Object.keys(missing.value).length > 0 ? undefined : save.run();
    },
  };
}
export type ProfileFormModel = ReturnType<typeof createProfileFormModel>;
