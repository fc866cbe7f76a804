/** The texts of the code editor. */
export const codeLabels = {
  plainEditor: "The code editor could not be loaded. You can still edit the code here.",
} as const;
