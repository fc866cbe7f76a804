/** The texts of the command palette. */
export const paletteLabels = {
  title: "Find a page or action",
  placeholder: "Find a page, workflow or action",
  results: "Results",
  nothing: (text: string) => `No results for “${text}”.`,
  searching: "Searching workflows",
  groups: { page: "Page", workflow: "Workflow", action: "Action", theme: "Theme", node: "Node" },
  newWorkflow: "New workflow",
  invite: "Invite people",
  uploadData: "Upload data set",
  newProfile: "New authorization profile",
  newToken: "Create access token",
  shortcuts: "Keyboard shortcuts",
  themeOf: (name: string) => `Theme: ${name}`,
  signOut: "Sign out",
  keys: { move: "to move", choose: "to choose", close: "to close" },
} as const;
