/** What each kind of profile asks for, and in which order. */
import type { SentProfile } from "../../../base/api/account-resources.ts";
import type { profilesLabels } from "./profiles-labels.ts";

type Settings = SentProfile["settings"];
export type ProfileKind = Settings["kind"];
export type FieldName = keyof (typeof profilesLabels)["fields"];

export interface ProfileField {
  name: FieldName;
  secret?: boolean;
  optional?: boolean;
  /** A list of these words; the first is the usual one. */
  choices?: readonly string[];
  /** Words separated by spaces. */
  list?: boolean;
  address?: boolean;
}

type NamesOf<Kind> = Exclude<keyof Extract<Settings, { kind: Kind }>, "kind">;
type Fields = { readonly [Kind in ProfileKind]: readonly (ProfileField & { name: NamesOf<Kind> & FieldName })[] };

const oauthEnd = [
  { name: "scopes", optional: true, list: true },
  { name: "audience", optional: true },
  { name: "resource", optional: true, address: true },
] as const;

const fields: Fields = {
  none: [],
  basic: [{ name: "username" }, { name: "password", secret: true }],
  bearer: [{ name: "token", secret: true }],
  "api-key": [{ name: "in", choices: ["header", "query"] }, { name: "name" }, { name: "key", secret: true }],
  "client-credentials": [
    { name: "tokenUrl", optional: true, address: true },
    { name: "issuer", optional: true, address: true },
    { name: "clientId" },
    { name: "clientSecret", secret: true },
    { name: "authMethod", choices: ["basic", "post"] },
    ...oauthEnd,
  ],
  "authorization-code": [
    { name: "authorizationUrl", optional: true, address: true },
    { name: "tokenUrl", optional: true, address: true },
    { name: "issuer", optional: true, address: true },
    { name: "clientId" },
    { name: "authMethod", choices: ["basic", "post", "none"] },
    { name: "clientSecret", secret: true },
    ...oauthEnd,
  ],
};
// Every literal key of the table is a kind.
export const profileKinds = Object.keys(fields) as readonly ProfileKind[];

/** The fields of a kind. A public client has no secret, so it is not asked for one. */
export function fieldsOf(kind: ProfileKind, given: Readonly<Record<string, string>>): readonly ProfileField[] {
  return fields[kind].filter(({ secret }: ProfileField) => !(secret && kind === "authorization-code" && given.authMethod === "none"));
}
