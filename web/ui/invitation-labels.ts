/** The texts of the page that an invitation leads to. */
export const invitationLabels = {
  title: (account: string) => `Join ${account}`,
  tab: "Invitation",
  lead: (by: string | null, account: string, role: string) =>
    by === null ? `You are invited to ${account} as ${role}.` : `${by} invites you to ${account} as ${role}.`,
  forAddress: "For",
  validUntil: "Expires",
  asNew: "Choose a name and a password. With them you sign in from now on.",
  asKnown: "You have an account already. Enter your password to join.",
  name: "Your name",
  password: "Password",
  accept: (account: string) => `Join ${account}`,
  other: (email: string) => `You are signed in as ${email}`,
  otherDetail: (email: string) => `The invitation is for ${email}. Sign out to accept it, or ask for one to your own address.`,
  toSignIn: "Go to sign-in",
  toHome: "Go to Millrace",
  lost: "There is no invitation with this link",
  lostDetail: "Check that the link is whole, or ask whoever invited you to send it again.",
} as const;
