/** The texts of the command palette. */
export const paletteLabels = {
  title: "Find a page or an action",
  placeholder: "Find a page, a workflow or an action",
  results: "Results",
  nothing: (text: string) => `Nothing fits “${text}”.`,
  searching: "Searching workflows",
  groups: { page: "Page", workflow: "Workflow", action: "Action", theme: "Theme", node: "Node" },
  newWorkflow: "New workflow",
  invite: "Invite people",
  uploadData: "Upload a data set",
  newProfile: "New authorization profile",
  newToken: "Create an access token",
  shortcuts: "Keyboard shortcuts",
  themeOf: (name: string) => `Theme: ${name}`,
  signOut: "Sign out",
  keys: { move: "to move", choose: "to choose", close: "to close" },
} as const;
