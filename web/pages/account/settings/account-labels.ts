/** The texts of the account's settings. */
export const accountLabels = {
  title: "Account",
  lead: (role: string) => `The account's name and ownership. Your role here is ${role}.`,
  name: "Name",
  nameHint: "Shown at the top of every page and in invitations.",
  missingName: "Enter a name.",
  renamed: (name: string) => `The account is now called ${name}`,
  ownership: "Ownership",
  ownershipWhat:
    "Make another member the Owner in your place. You become an Admin. To have several Owners, change a member's role to Owner instead.",
  transfer: "Transfer ownership",
  transferTitle: (account: string) => `Transfer ${account}`,
  transferLead: "The new Owner takes over, and you become an Admin. Only the new Owner can undo this.",
  transferTo: "New Owner",
  searchPeople: "Search people",
  nobody: "No other members found. Invite the new Owner first.",
  chooseSomebody: "Choose the new Owner.",
  transferred: (name: string) => `${name} now owns the account`,
  leaveTitle: "Leave the account",
  leave: "Leave",
  leaveWhat: "You lose access immediately. Workflows that you own go to the longest-standing Owner.",
} as const;
