/** The texts of the page that an invitation leads to. */
export const invitationLabels = {
  title: (account: string) => `Join ${account}`,
  tab: "Invitation",
  lead: (by: string | null, account: string, role: string) =>
    by === null ? `You are invited to join ${account} as ${role}.` : `${by} invited you to join ${account} as ${role}.`,
  forAddress: "For",
  validUntil: "Expires",
  asNew: "Choose a name and a password. You sign in with this e-mail address and password.",
  asKnown: "You already have an account. Enter your password to join.",
  name: "Your name",
  password: "Password",
  accept: (account: string) => `Join ${account}`,
  other: (email: string) => `You are signed in as ${email}`,
  otherDetail: (email: string) => `The invitation is for ${email}. Sign out to accept it, or ask for an invitation to your own address.`,
  toSignIn: "Go to sign-in",
  toHome: "Go to Millrace",
  lost: "Invitation not found",
  lostDetail: "Check that the link is complete, or ask the person who invited you to send it again.",
} as const;
