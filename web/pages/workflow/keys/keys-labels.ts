/** The texts of API keys. */
export const keysLabels = {
  title: "API keys",
  lead: "Callers authenticate with an API key.",
  create: "Create API key",
  columns: {
    name: "Name",
    key: "Key",
    creator: "Created by",
    created: "Created",
    used: "Last used",
    expires: "Expires",
    rate: "Rate limit",
    actions: "Actions",
  },
  rate: (perMinute: number) => `${perMinute.toLocaleString("en-GB")} / min`,
  noRate: "No limit",
  empty: {
    title: "No API keys yet",
    detail: "Create one key per system that calls this workflow, so that you can revoke each one separately.",
  },
  deleteOf: (name: string) => `Delete ${name}`,
  deleteBody: "Calls with this key are refused within 10 seconds. This cannot be undone.",
  confirmDelete: "Delete key",
  deleted: (name: string) => `Deleted ${name}`,
  mayNot: "You can view keys but not create or delete them.",
} as const;
