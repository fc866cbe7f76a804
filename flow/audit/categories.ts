/** What audit events are about, as people choose it in a filter. */
export const categories = {
  signIn: "Sign-in",
  members: "Members",
  roles: "Roles",
  workflow: "Workflow",
  sharing: "Sharing",
  versions: "Versions",
  deployment: "Deployment",
  configuration: "Configuration",
  variables: "Environment variables",
  keys: "API keys",
  guardrails: "Guardrails",
  flow: "Flow",
  triggers: "Triggers",
  models: "Models",
  data: "Data",
  authorization: "Authorization profiles",
  tokens: "Access tokens",
  runs: "Runs",
  alerts: "Alerts",
  inbox: "Inbox",
} as const;

export type Category = keyof typeof categories;
