/** All errors that people can see: HTTP status, title, and what to do. */
interface ErrorRow {
  readonly status: number;
  readonly title: string;
  readonly suggestion: string;
}

const rows = {
  // The request itself
  bad_request: {
    status: 400,
    title: "The request is not valid",
    suggestion: "Send a JSON object that matches the API description.",
  },
  validation_failed: {
    status: 400,
    title: "The request is not valid",
    suggestion: "Fix the problems listed under errors, then send the request again.",
  },
  unauthenticated: {
    status: 401,
    title: "You are not signed in",
    suggestion: "Sign in, or send a valid token or API key.",
  },
  forbidden: {
    status: 403,
    title: "Your role does not allow this",
    suggestion: "Ask an Admin of the workflow or the account to change your role.",
  },
  not_found: {
    status: 404,
    title: "Not found",
    suggestion: "Check the address. You may also not have access.",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    suggestion: "Use one of the methods in the Allow header.",
  },
  conflict: {
    status: 409,
    title: "Not possible in the current state",
    suggestion: "Reload to see the current state, then try again.",
  },
  invitation_expired: {
    status: 410,
    title: "The invitation has expired",
    suggestion: "Ask the person who invited you to resend the invitation.",
  },
  invitation_used: {
    status: 410,
    title: "The invitation was already used",
    suggestion: "Sign in. If you did not use it, contact an Owner of the account.",
  },
  invitation_withdrawn: {
    status: 410,
    title: "The invitation was withdrawn",
    suggestion: "Ask the person who invited you for a new invitation.",
  },
  stale: {
    status: 412,
    title: "Changed by someone else",
    suggestion: "Load the current state, apply your change and send it with the new ETag.",
  },
  precondition_required: {
    status: 428,
    title: "If-Match is missing",
    suggestion: "Send the flow's ETag in the If-Match header.",
  },
  too_large: {
    status: 413,
    title: "The body is too large",
    suggestion: "Send less data. The message names the limit.",
  },
  upgrade_required: {
    status: 426,
    title: "This address only accepts WebSockets",
    suggestion: "Connect with a WebSocket (wss), or use the regular list instead.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body has the wrong type",
    suggestion: "Send JSON with Content-Type: application/json.",
  },
  archive_refused: {
    status: 422,
    title: "The archive is not valid",
    suggestion: "Create a plain ZIP archive that contains only the exported files.",
  },
  idempotency_mismatch: {
    status: 422,
    title: "This Idempotency-Key was used with a different body",
    suggestion: "Use a new Idempotency-Key for a new request.",
  },
  not_deployable: {
    status: 422,
    title: "The workflow has problems that block deployment",
    suggestion: "Fix the problems listed under errors, then deploy again.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    suggestion: "Try again after the time in Retry-After.",
  },
  overloaded: {
    status: 429,
    title: "The workflow has too many runs in progress",
    suggestion: "Try again after the time in Retry-After.",
  },
  internal: {
    status: 500,
    title: "Something went wrong on the server",
    suggestion: "Try again. If it keeps failing, send the request id to the operator of this installation.",
  },
  disk_full: {
    status: 503,
    title: "The server's disk is full",
    suggestion: "The operator must free disk space. No restart is needed.",
  },
  read_only: {
    status: 503,
    title: "The server's data folder cannot be written to",
    suggestion: "The operator must make the data folder writable, then restart the server.",
  },
  data_damaged: {
    status: 503,
    title: "A data file of the server is damaged",
    suggestion: "The operator must restore the file named in the server's log from a backup.",
  },
  unavailable: { status: 503, title: "The service is not available", suggestion: "Try again in a moment." },
  // How a run ends
  run_failed: {
    status: 500,
    title: "The run failed",
    suggestion: "Open the run to see which node failed, with its input and error.",
  },
  run_timeout: {
    status: 504,
    title: "The run took longer than the workflow's timeout",
    suggestion: "Speed up the slow node, increase the workflow's timeout, or call the workflow asynchronously.",
  },
  run_cancelled: {
    status: 409,
    title: "The run was cancelled",
    suggestion: "Start the run again if you still need it.",
  },
  run_interrupted: {
    status: 500,
    title: "The server stopped during the run",
    suggestion: "Call again. Use async calls for work that must survive a restart.",
  },
  run_crashed: {
    status: 500,
    title: "The run crashed the server several times",
    suggestion: "Check the script of the node that was running. It uses too much memory or time.",
  },
  run_work_limit: {
    status: 500,
    title: "The run needs more computing than it may use",
    suggestion: "Do less in scripts and expressions, or split the work between several runs.",
  },
  run_too_large: {
    status: 500,
    title: "The run has too much data",
    suggestion: "Return less data from the nodes, or fetch it in smaller pieces.",
  },
  content_filter: {
    status: 403,
    title: "A guardrail stopped the run",
    suggestion: "Change the input so that it passes the workflow's guardrails.",
  },
  undeployed: {
    status: 409,
    title: "The workflow was undeployed during the run",
    suggestion: "Deploy the workflow, then start the run again.",
  },
  no_end_reached: {
    status: 500,
    title: "The run did not reach an End",
    suggestion: "Connect every outcome to a path that leads to an End.",
  },
  // How a node fails
  node_timeout: {
    status: 500,
    title: "The node took longer than its timeout",
    suggestion: "Increase the node's timeout, or speed up the system that it calls.",
  },
  unknown_outcome: {
    status: 500,
    title: "The call may or may not have arrived",
    suggestion: "Check the other system, then rerun from this node.",
  },
  answer_not_recorded: {
    status: 500,
    title: "No recorded response",
    suggestion: "Start a test run instead. A replay makes no calls, and the recorded run has no response for this call.",
  },
  request_changed: {
    status: 500,
    title: "The request differs from the recorded one",
    suggestion: "Start a test run instead. A replay makes no calls, and the recorded response belongs to a different request.",
  },
  path_not_defined: {
    status: 500,
    title: "Path not defined",
    suggestion: "Connect the branch to a node.",
  },
  expression_failed: {
    status: 500,
    title: "An expression could not be evaluated",
    suggestion: "Check the expression with the data of this run.",
  },
  setting_invalid: {
    status: 500,
    title: "A setting has an invalid value",
    suggestion: "Check the setting's expression with the data of this run.",
  },
  script_error: {
    status: 500,
    title: "The script threw an error",
    suggestion: "Fix the script. Its log shows how far it got.",
  },
  script_limit: {
    status: 500,
    title: "The script exceeded a limit",
    suggestion: "Use smaller loops, less memory or a smaller result.",
  },
  http_status: {
    status: 500,
    title: "The server responded with an error",
    suggestion: "Check the response body, and the URL, headers and body of the request.",
  },
  http_failed: {
    status: 500,
    title: "The server did not respond",
    suggestion: "Check that the URL is correct and reachable from the internet.",
  },
  http_timeout: {
    status: 500,
    title: "The server took too long to respond",
    suggestion: "Increase the node's timeout, or request less data.",
  },
  authorization_failed: {
    status: 500,
    title: "The authorization profile does not work",
    suggestion: "Open the authorization profile, correct or reconnect it, then retest it.",
  },
  authorization_refused: {
    status: 500,
    title: "The authorization profile does not allow this host",
    suggestion: "Call one of the profile's hosts, or add this host to the profile.",
  },
  // How a call of a model fails
  model_unknown: {
    status: 500,
    title: "The model connection does not exist",
    suggestion: "Choose a model connection of the account in the AI node, and deploy again.",
  },
  model_key_unreadable: {
    status: 500,
    title: "The API key of the model connection cannot be decrypted",
    suggestion: "Enter the API key again, or restore the encryption key that the server used before.",
  },
  model_key_refused: {
    status: 500,
    title: "The model provider refused the API key",
    suggestion: "Open the model connection, enter a valid API key, then test it.",
  },
  model_not_found: {
    status: 500,
    title: "The provider does not know the model",
    suggestion: "Choose another model. The model connection can list those that the provider offers.",
  },
  model_request_refused: {
    status: 500,
    title: "The model provider refused the request",
    suggestion: "Check the node's settings against what the model accepts.",
  },
  model_overloaded: {
    status: 500,
    title: "The model provider has reached its limit",
    suggestion: "Add a fallback model or retries to the node, or raise the limit at the provider.",
  },
  model_failed: {
    status: 500,
    title: "The model could not be reached, or broke off its answer",
    suggestion: "Add a fallback model or retries to the node, and check the provider's status page.",
  },
  model_timeout: {
    status: 500,
    title: "The model took too long to answer",
    suggestion: "Increase the node's timeout, ask for a shorter answer, or choose a faster model.",
  },
  variable_missing: {
    status: 500,
    title: "A secure variable has no value yet",
    suggestion: "Enter a value under Environment variables.",
  },
  variable_unreadable: {
    status: 500,
    title: "A secure variable cannot be decrypted",
    suggestion: "Enter the value again, or restore the encryption key that the server used before.",
  },
  http_refused: {
    status: 500,
    title: "This address cannot be called",
    suggestion: "Call a public http or https address, or ask the operator to allow this host.",
  },
  http_too_large: {
    status: 500,
    title: "The response is too large",
    suggestion: "Request less data, for example page by page.",
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof rows;

/** The errors by code. */
export const errors: Readonly<Record<ErrorCode, ErrorRow>> = rows;
