/**
 * Every failure that a person can meet, once: the HTTP status it answers with, its title, who can mend it, what to
 * do, and whether the same request may succeed later.
 */
interface ErrorRow {
  readonly status: number;
  readonly title: string;
  readonly by: "caller" | "builder" | "operator";
  readonly suggestion: string;
  readonly retry: boolean;
}

const rows = {
  // The request itself
  bad_request: {
    status: 400,
    title: "The request cannot be understood",
    by: "caller",
    suggestion: "Send a JSON object as the API description says.",
    retry: false,
  },
  validation_failed: {
    status: 400,
    title: "The request has problems",
    by: "caller",
    suggestion: "Mend each problem listed under errors and send it again.",
    retry: false,
  },
  unauthenticated: {
    status: 401,
    title: "You are not signed in",
    by: "caller",
    suggestion: "Sign in, or send a valid token or API key.",
    retry: false,
  },
  forbidden: {
    status: 403,
    title: "Your role does not allow this",
    by: "caller",
    suggestion: "Ask an Admin of the workflow or the account for a role that may.",
    retry: false,
  },
  not_found: {
    status: 404,
    title: "Not found",
    by: "caller",
    suggestion: "Check the address; you may also lack the right to see it.",
    retry: false,
  },
  method_not_allowed: {
    status: 405,
    title: "This address does not take that method",
    by: "caller",
    suggestion: "Use one of the methods named in the Allow header.",
    retry: false,
  },
  conflict: {
    status: 409,
    title: "This is not possible in the present state",
    by: "caller",
    suggestion: "Look at the present state and try again.",
    retry: false,
  },
  invitation_expired: {
    status: 410,
    title: "The invitation has expired",
    by: "caller",
    suggestion: "Ask whoever invited you to send the invitation again.",
    retry: false,
  },
  invitation_used: {
    status: 410,
    title: "The invitation was used already",
    by: "caller",
    suggestion: "Sign in; if it was not you who used it, tell an Owner of the account.",
    retry: false,
  },
  invitation_withdrawn: {
    status: 410,
    title: "The invitation was withdrawn",
    by: "caller",
    suggestion: "Ask whoever invited you for a new invitation.",
    retry: false,
  },
  stale: {
    status: 412,
    title: "Somebody changed it in the meantime",
    by: "caller",
    suggestion: "Load the current state, apply your change to it, and send it with its ETag.",
    retry: false,
  },
  precondition_required: {
    status: 428,
    title: "Say which state you are changing",
    by: "caller",
    suggestion: "Send the ETag that you got with the flow as If-Match.",
    retry: false,
  },
  too_large: {
    status: 413,
    title: "The body is too large",
    by: "caller",
    suggestion: "Send at most the size named in the message.",
    retry: false,
  },
  unsupported_media_type: {
    status: 415,
    title: "The body has the wrong type",
    by: "caller",
    suggestion: "Send JSON with Content-Type: application/json.",
    retry: false,
  },
  archive_refused: {
    status: 422,
    title: "The archive cannot be taken",
    by: "caller",
    suggestion: "Pack the exported files again, as a plain ZIP archive with nothing else in it.",
    retry: false,
  },
  idempotency_mismatch: {
    status: 422,
    title: "This Idempotency-Key was used with another body",
    by: "caller",
    suggestion: "Use a new Idempotency-Key for a new request.",
    retry: false,
  },
  not_deployable: {
    status: 422,
    title: "The workflow has problems that block deployment",
    by: "builder",
    suggestion: "Mend each problem listed under errors, then deploy again.",
    retry: false,
  },
  rate_limited: { status: 429, title: "Too many requests", by: "caller", suggestion: "Wait as long as Retry-After says.", retry: true },
  overloaded: {
    status: 429,
    title: "The workflow is at its limit of runs",
    by: "caller",
    suggestion: "Wait as long as Retry-After says.",
    retry: true,
  },
  internal: {
    status: 500,
    title: "Something went wrong on our side",
    by: "operator",
    suggestion: "Try again; if it stays, give the request id to whoever runs this installation.",
    retry: true,
  },
  unavailable: { status: 503, title: "The service cannot answer now", by: "operator", suggestion: "Try again shortly.", retry: true },
  // How a run ends
  run_failed: {
    status: 500,
    title: "The run failed",
    by: "builder",
    suggestion: "Open the run to see the node, its input and its error.",
    retry: false,
  },
  run_timeout: {
    status: 504,
    title: "The run took longer than the workflow allows",
    by: "builder",
    suggestion: "Make the slow node faster, raise the workflow's timeout, or call it asynchronously.",
    retry: true,
  },
  run_cancelled: {
    status: 409,
    title: "The run was cancelled",
    by: "caller",
    suggestion: "Start it again if you still need it.",
    retry: false,
  },
  run_interrupted: {
    status: 500,
    title: "The server stopped while the run was under way",
    by: "operator",
    suggestion: "Call again; use async calls for work that must survive a restart.",
    retry: true,
  },
  run_crashed: {
    status: 500,
    title: "The run stopped the server several times in a row",
    by: "builder",
    suggestion: "Look at the node that was running: its script needs too much memory or time.",
    retry: false,
  },
  run_too_large: {
    status: 500,
    title: "The run holds more data than it may",
    by: "builder",
    suggestion: "Return less from the nodes, or fetch in smaller pieces.",
    retry: false,
  },
  content_filter: {
    status: 403,
    title: "A guardrail stopped the run",
    by: "caller",
    suggestion: "Change the input so that it passes the workflow's guardrails.",
    retry: false,
  },
  undeployed: {
    status: 409,
    title: "The workflow was undeployed while the run was under way",
    by: "builder",
    suggestion: "Deploy the workflow and start the run again.",
    retry: false,
  },
  no_end_reached: {
    status: 500,
    title: "The run stopped before an End",
    by: "builder",
    suggestion: "Connect every outcome that can be taken to a node that leads to an End.",
    retry: false,
  },
  // How a node fails
  node_timeout: {
    status: 500,
    title: "The node took longer than its timeout",
    by: "builder",
    suggestion: "Raise the node's timeout or make what it calls faster.",
    retry: true,
  },
  unknown_outcome: {
    status: 500,
    title: "It is not known whether the call went through",
    by: "builder",
    suggestion: "Check the other system, then run again from this node.",
    retry: false,
  },
  path_not_defined: {
    status: 500,
    title: "Path not defined",
    by: "builder",
    suggestion: "Connect the branch that was taken to a node.",
    retry: false,
  },
  expression_failed: {
    status: 500,
    title: "An expression could not be evaluated",
    by: "builder",
    suggestion: "Check the expression against the data of this run.",
    retry: false,
  },
  setting_invalid: {
    status: 500,
    title: "A setting has a value that the node cannot use",
    by: "builder",
    suggestion: "Check the setting's expression against the data of this run.",
    retry: false,
  },
  script_error: {
    status: 500,
    title: "The script threw an error",
    by: "builder",
    suggestion: "Mend the script; its log shows how far it came.",
    retry: false,
  },
  script_limit: {
    status: 500,
    title: "The script needs more than it may use",
    by: "builder",
    suggestion: "Do less in one script: smaller loops, less memory, a smaller result.",
    retry: false,
  },
  http_status: {
    status: 500,
    title: "The called address answered with an error",
    by: "builder",
    suggestion: "Look at the answer's body, and check the address, headers and body of the call.",
    retry: true,
  },
  http_failed: {
    status: 500,
    title: "The called address did not answer",
    by: "builder",
    suggestion: "Check that the address is right and can be reached from the internet.",
    retry: true,
  },
  http_timeout: {
    status: 500,
    title: "The called address took too long",
    by: "builder",
    suggestion: "Raise the node's timeout, or ask the other system for less.",
    retry: true,
  },
  authorization_failed: {
    status: 500,
    title: "The authorization profile does not work",
    by: "builder",
    suggestion: "Open the authorization profile, correct or connect it, and retest it.",
    retry: false,
  },
  authorization_refused: {
    status: 500,
    title: "The authorization profile may not be sent to this host",
    by: "builder",
    suggestion: "Call one of the profile's hosts, or add this host to the profile.",
    retry: false,
  },
  variable_missing: {
    status: 500,
    title: "A secure variable has no value yet",
    by: "builder",
    suggestion: "Give the variable a value under Configurations.",
    retry: false,
  },
  variable_unreadable: {
    status: 500,
    title: "A secure variable cannot be decrypted",
    by: "operator",
    suggestion: "Give the variable its value again, or give the server back the encryption key that it was sealed with.",
    retry: false,
  },
  http_refused: {
    status: 500,
    title: "This address may not be called",
    by: "builder",
    suggestion: "Call a public http or https address, or have the installation allow this host.",
    retry: false,
  },
  http_too_large: {
    status: 500,
    title: "The answer is larger than a node may take",
    by: "builder",
    suggestion: "Ask the other system for less, for example page by page.",
    retry: false,
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof rows;

/** The table's row of a code. */
export const errors: Readonly<Record<ErrorCode, ErrorRow>> = rows;
