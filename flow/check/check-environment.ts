/** What a flow is checked against besides itself. `variables` are the names of the workflow's environment variables. */
export interface CheckEnvironment {
  readonly variables: readonly string[];
  /** Those of them that scripts do not see. */
  readonly secure?: readonly string[];
  /** Those of them that have no value yet. */
  readonly needValue?: readonly string[];
  /** The ids of authorization profiles that the account has, at least those that the flow names. */
  readonly profiles?: readonly string[];
  /** Those of them that hold a secret and name no hosts for it, as profiles of older builds may. */
  readonly openProfiles?: readonly string[];
}
