/** A reason why a flow cannot be deployed. Errors and warnings both block deployment. */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly code: ProblemCode;
  /** The id of the node to go to. */
  readonly node?: string;
  /** An RFC 6901 pointer into the document. */
  readonly path?: string;
  readonly message: string;
  readonly suggestion: string;
}

/** The problems of any flow with their severity; those of its nodes' settings are in the declarations. A warning means that the flow can run, but perhaps not as intended. */
export const problemCodes = {
  // The shape of the graph
  start_missing: "error",
  start_duplicate: "error",
  end_missing: "error",
  node_unreachable: "error",
  path_without_end: "error",
  cycle: "error",
  too_many_edges: "error",
  edge_duplicate: "error",
  edge_unknown_node: "error",
  edge_unknown_outcome: "error",
  edge_out_of_end: "error",
  edge_into_start: "error",
  outcome_unconnected: "error",
  // Names
  node_id_duplicate: "error",
  node_name_invalid: "error",
  node_name_duplicate: "error",
  node_parent_invalid: "error",
  // References
  reference_unknown_step: "error",
  reference_unknown_field: "error",
  reference_unknown_input: "error",
  reference_not_before: "error",
  reference_possibly_missing: "warning",
  reference_unknown_variable: "error",
  reference_unknown_env: "error",
  reference_env_without_value: "error",
  reference_secure_env: "error",
  reference_outside_loop: "error",
  expression_syntax: "error",
  expression_unknown_name: "error",
  expression_text_in_brackets: "error",
  script_syntax: "error",
  // Settings that all nodes have
  setting_missing: "error",
  setting_invalid: "error",
  timeout_out_of_range: "error",
  timeout_not_supported: "error",
  retry_out_of_range: "error",
  retry_not_supported: "error",
  // Inputs and outputs
  input_name_invalid: "error",
  input_name_duplicate: "error",
  input_values_invalid: "error",
  input_schema_invalid: "error",
  input_default_invalid: "error",
  output_name_invalid: "error",
  output_name_duplicate: "error",
} as const satisfies Record<string, Problem["severity"]>;

export type ProblemCode = keyof typeof problemCodes | NodeProblem;
/** A code that a node type declares. */
export type NodeProblem = string & { readonly __kind: "NodeProblem" };

export function severityOf(code: ProblemCode): Problem["severity"] {
  const severities: Readonly<Record<string, Problem["severity"]>> = problemCodes;
  return severities[code] ?? "error";
}

/** Reports a problem. Its severity comes from its code. */
export type Note = (
  code: ProblemCode,
  message: string,
  suggestion: string,
  where?: { readonly node?: string; readonly path?: readonly (string | number)[] },
) => void;
