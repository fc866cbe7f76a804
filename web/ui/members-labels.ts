/** The texts about the people of an account and about inviting them. */
import type { AccountRole } from "#flow/rights/roles.ts";
import { counted, number } from "./numbers.ts";

const whatRolesMay: Readonly<Record<AccountRole, string>> = {
  Owner: "Everything, and makes other Owners",
  Admin: "Everything but Owners",
  Member: "Creates workflows, profiles and data",
  Viewer: "Sees what is shared with them",
};

export const membersLabels = {
  title: "Members & roles",
  lead: "The people of this account, and what they may do.",
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
  removeBody: "They lose access at once, and their access tokens for this account stop working. Invitations that they sent are withdrawn.",
  removeWorkflows: "Workflows that they own become yours. Endpoints, API keys and runs go on as before.",
  confirmRemove: "Remove from the account",
  removed: (name: string, workflows: number, newOwner: string | undefined) =>
    newOwner === undefined || workflows === 0
      ? `Removed ${name}`
      : `Removed ${name}. ${counted(workflows, "workflow now belongs", "workflows now belong")} to ${newOwner}.`,
  leave: "Leave the account",
  leaveTitle: (account: string) => `Leave ${account}?`,
  leaveBody:
    "You lose access at once. Workflows that you own go to the Owner who has been here longest. Only an invitation brings you back.",
  nothingFound: {
    title: "Nobody fits the search",
    detail: (text: string) => `Nobody has “${text}” in name or address.`,
  },
  forbidden: { title: "Your role cannot see who is in the account", detail: "Members, Admins and Owners can." },
  mayNotInvite: "Your role can see the people here but not invite or change them.",
  count: (shown: number, more: boolean) => `${number(shown)}${more ? "+" : ""} ${shown === 1 && !more ? "person" : "people"}`,
} as const;

export const inviteLabels = {
  title: "Invite people",
  addresses: "E-mail addresses",
  addressesHint: "Several are separated by spaces, commas or lines.",
  role: "Role in the account",
  send: (count: number) => (count > 1 ? `Send ${number(count)} invitations` : "Send invitation"),
  missing: "Enter at least one address.",
  notAddress: (text: string) => `“${text}” is no e-mail address.`,
  tooMany: (most: number) => `Invite at most ${most} people at once.`,
  resultsTitle: "Invitations",
  linksLead:
    "No mail service is set up, so no mail was sent. Give each person their link: it is shown only now, works once, and for 15 days.",
  status: { invited: "Invited", alreadyInvited: "Has an open invitation", alreadyMember: "Is a member already" },
  mail: { sent: "Mail sent", failed: "The mail could not be sent", pending: "The mail is not confirmed yet", none: "Give them the link" },
  alreadyInvitedHint: "Resend or withdraw it under Invitations.",
  copyLink: (email: string) => `Copy the link for ${email}`,
  copyAll: "Copy all links",
  again: "Invite more",
} as const;

export const invitationsLabels = {
  columns: { email: "Address", role: "Role", by: "Invited by", sent: "Sent", expires: "Expires", actions: "Actions" },
  empty: { title: "No open invitations", detail: "People whom you invite are listed here until they accept." },
  expired: "Expired",
  mailFailed: "Mail failed",
  unknown: "somebody who left",
  resend: (email: string) => `Send again to ${email}`,
  resent: (email: string) => `Sent again to ${email}; the link before does not work any more`,
  withdraw: (email: string) => `Withdraw the invitation of ${email}`,
  withdrawTitle: "Withdraw the invitation?",
  withdrawBody: (email: string) => `The link of ${email} stops working. They can be invited again.`,
  confirmWithdraw: "Withdraw",
  withdrawn: (email: string) => `Withdrew the invitation of ${email}`,
  newLink: "New link",
  newLinkLead: (email: string) => `Give this link to ${email}. It is shown only now; the one before does not work any more.`,
  actionsOf: (email: string) => `Actions for the invitation of ${email}`,
  resendWord: "Send again",
  withdrawWord: "Withdraw",
} as const;
