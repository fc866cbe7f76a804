/** The texts about the people of an account and about inviting them. */
import type { AccountRole } from "#flow/rights/roles.ts";
import { counted, number } from "../../../base/ui/numbers.ts";

const whatRolesMay: Readonly<Record<AccountRole, string>> = {
  Owner: "Can do everything, including manage Owners",
  Admin: "Can do everything except manage Owners",
  Member: "Can create workflows, profiles and data sets",
  Viewer: "Can view what is shared with them",
};

export const membersLabels = {
  title: "Members & roles",
  lead: "The people in this account and what they can do.",
  tabsLabel: "People or roles",
  tabs: { people: "People", invitations: "Invitations", roles: "Workflow roles" },
  invite: "Invite",
  search: "Search people",
  columns: { name: "Name", role: "Role", joined: "Joined", actions: "Actions" },
  you: "you",
  roleOf: (name: string, role: string) => `Role of ${name}: ${role}`,
  roles: whatRolesMay,
  roleChanged: (name: string, role: string) => `${name} is now ${role}`,
  remove: (name: string) => `Remove ${name}`,
  removeTitle: (name: string, account: string) => `Remove ${name} from ${account}?`,
  removeBody:
    "They lose access immediately, and their access tokens for this account stop working. Invitations that they sent are withdrawn.",
  removeWorkflows: "You become the owner of their workflows. Endpoints, API keys and runs are not affected.",
  confirmRemove: "Remove from account",
  removed: (name: string, workflows: number, newOwner: string | undefined) =>
    newOwner === undefined || workflows === 0
      ? `Removed ${name}`
      : `Removed ${name}. ${counted(workflows, "workflow now belongs", "workflows now belong")} to ${newOwner}.`,
  leave: "Leave account",
  leaveTitle: (account: string) => `Leave ${account}?`,
  leaveBody:
    "You lose access immediately. Workflows that you own go to the longest-standing Owner. To come back, you need a new invitation.",
  nothingFound: {
    title: "No matching people",
    detail: (text: string) => `No name or e-mail address contains “${text}”.`,
  },
  forbidden: { title: "Your role does not allow viewing members", detail: "Members, Admins and Owners can view them." },
  mayNotInvite: "You can view people but not invite or change them.",
  count: (shown: number, more: boolean) => `${number(shown)}${more ? "+" : ""} ${shown === 1 && !more ? "person" : "people"}`,
} as const;

export const inviteLabels = {
  title: "Invite people",
  addresses: "E-mail addresses",
  addressesHint: "Separate addresses with spaces, commas or new lines.",
  role: "Role in the account",
  send: (count: number) => (count > 1 ? `Send ${number(count)} invitations` : "Send invitation"),
  missing: "Enter at least one address.",
  notAddress: (text: string) => `“${text}” is not a valid e-mail address.`,
  tooMany: (most: number) => `You can invite up to ${most} people at a time.`,
  resultsTitle: "Invitations",
  linksLead:
    "No mail service is set up, so no e-mail was sent. Give each person their link. Each link is shown only now, works once and expires in 15 days.",
  status: { invited: "Invited", alreadyInvited: "Already invited", alreadyMember: "Already a member" },
  mail: { sent: "E-mail sent", failed: "The e-mail could not be sent", pending: "Sending the e-mail", none: "Share the link" },
  alreadyInvitedHint: "Resend or withdraw the invitation under Invitations.",
  copyLink: (email: string) => `Copy link for ${email}`,
  copyAll: "Copy all links",
  again: "Invite more",
} as const;

export const invitationsLabels = {
  columns: { email: "Address", role: "Role", by: "Invited by", sent: "Sent", expires: "Expires", actions: "Actions" },
  empty: { title: "No open invitations", detail: "People you invite are listed here until they accept." },
  expired: "Expired",
  mailFailed: "E-mail failed",
  unknown: "former member",
  resend: (email: string) => `Resend to ${email}`,
  resent: (email: string) => `Resent to ${email}. The previous link no longer works.`,
  withdraw: (email: string) => `Withdraw invitation for ${email}`,
  withdrawTitle: "Withdraw invitation?",
  withdrawBody: (email: string) => `The link for ${email} stops working. You can invite them again.`,
  confirmWithdraw: "Withdraw",
  withdrawn: (email: string) => `Withdrew the invitation for ${email}`,
  newLink: "New link",
  newLinkLead: (email: string) => `Give this link to ${email}. It is shown only now, and the previous link no longer works.`,
  actionsOf: (email: string) => `Actions for ${email}`,
  resendWord: "Resend",
  withdrawWord: "Withdraw",
} as const;
