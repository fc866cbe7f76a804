/** What a flow is checked against besides itself. `variables` are the names of the workflow's environment variables. */
export interface CheckEnvironment {
  readonly variables: readonly string[];
  /** Variables that scripts cannot read. */
  readonly secure?: readonly string[];
  /** Variables that have no value yet. */
  readonly needValue?: readonly string[];
  /** The ids of authorization profiles that the account has, at least those that the flow names. */
  readonly profiles?: readonly string[];
  /** Profiles with a secret and without hosts; older builds allowed this. */
  readonly openProfiles?: readonly string[];
}
