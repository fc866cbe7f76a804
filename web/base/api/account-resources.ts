/** The part of the management API that is about the account: its people, roles, profiles and data. */
import type { AnswerOf, SentBodyOf, SentQueryOf } from "#flow/contract/route.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import { call } from "./call.ts";
import type { Routes } from "./routes.ts";
import { type Progress, upload } from "./upload.ts";

export type Member = AnswerOf<Routes["listMembers"]>["items"][number];
export type Invitation = AnswerOf<Routes["listInvitations"]>["items"][number];
export type InviteResult = AnswerOf<Routes["createInvitations"]>["results"][number];
export type InvitationShown = AnswerOf<Routes["showInvitation"]>;
export type Role = AnswerOf<Routes["getRole"]>;
export type Profile = AnswerOf<Routes["getProfile"]>;
export type SentProfile = SentBodyOf<Routes["createProfile"]>;
export type Dataset = AnswerOf<Routes["getDataset"]>;
export type DatasetSummary = AnswerOf<Routes["listDatasets"]>["items"][number];
export type DatasetUploaded = AnswerOf<Routes["createDataset"]>;
export type DatasetRow = AnswerOf<Routes["listDatasetRows"]>["items"][number];
type RowsQuery = NonNullable<SentQueryOf<Routes["listDatasetRows"]>>;

const at = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

export const memberships = {
  switch: (accountId: string) => call("POST", "/api/account/switch", { body: { accountId } }),
  leave: () => call("POST", "/api/account/leave", { body: {} }),
  rename: (name: string) => call("PATCH", "/api/account", { body: { name } }),
  transfer: (userId: string) => call("POST", "/api/account/transfer", { body: { userId } }),
};

export const members = {
  list: (search: string, cursor?: string) => call("GET", "/api/members", { query: { ...(search ? { search } : {}), ...at(cursor) } }),
  setRole: (userId: string, role: AccountRole) => call("PATCH", "/api/members/{userId}", { params: { userId }, body: { role } }),
  remove: (userId: string) => call("DELETE", "/api/members/{userId}", { params: { userId } }),
};

export const invitations = {
  list: (cursor?: string) => call("GET", "/api/invitations", { query: at(cursor) }),
  create: (emails: string[], role: AccountRole) => call("POST", "/api/invitations", { body: { emails, role } }),
  resend: (invitationId: string) => call("POST", "/api/invitations/{invitationId}/resend", { params: { invitationId }, body: {} }),
  withdraw: (invitationId: string) => call("DELETE", "/api/invitations/{invitationId}", { params: { invitationId } }),
  show: (token: string) => call("GET", "/api/invitations/by-token/{token}", { params: { token } }),
  accept: (token: string, body: { name?: string; password?: string }) =>
    call("POST", "/api/invitations/by-token/{token}/accept", { params: { token }, body }),
};

export const roles = {
  list: (cursor?: string) => call("GET", "/api/roles", { query: at(cursor) }),
  create: (body: SentBodyOf<Routes["createRole"]>) => call("POST", "/api/roles", { body }),
  update: (roleId: string, body: SentBodyOf<Routes["updateRole"]>) => call("PATCH", "/api/roles/{roleId}", { params: { roleId }, body }),
  duplicate: (roleId: string) => call("POST", "/api/roles/{roleId}/duplicate", { params: { roleId }, body: {} }),
  delete: (roleId: string) => call("DELETE", "/api/roles/{roleId}", { params: { roleId } }),
};

export const profiles = {
  list: (search: string, cursor?: string) => call("GET", "/api/profiles", { query: { ...(search ? { search } : {}), ...at(cursor) } }),
  create: (body: SentProfile) => call("POST", "/api/profiles", { body }),
  update: (profileId: string, body: SentProfile) => call("PATCH", "/api/profiles/{profileId}", { params: { profileId }, body }),
  delete: (profileId: string) => call("DELETE", "/api/profiles/{profileId}", { params: { profileId } }),
  test: (profileId: string) => call("POST", "/api/profiles/{profileId}/test", { params: { profileId }, body: {} }),
  /** Where a browser goes to connect a profile. */
  connectAddress: (profileId: string) => `/api/profiles/${encodeURIComponent(profileId)}/oauth/start`,
};

const rowsOf = (datasetId: string) => `/api/datasets/${encodeURIComponent(datasetId)}/rows`;

export const datasets = {
  list: (search: string, cursor?: string) => call("GET", "/api/datasets", { query: { ...(search ? { search } : {}), ...at(cursor) } }),
  get: (datasetId: string) => call("GET", "/api/datasets/{datasetId}", { params: { datasetId } }),
  update: (datasetId: string, body: SentBodyOf<Routes["updateDataset"]>) =>
    call("PATCH", "/api/datasets/{datasetId}", { params: { datasetId }, body }),
  delete: (datasetId: string) => call("DELETE", "/api/datasets/{datasetId}", { params: { datasetId } }),
  rows: (datasetId: string, query: RowsQuery, signal: AbortSignal) =>
    call("GET", "/api/datasets/{datasetId}/rows", { params: { datasetId }, query, signal }),
  // The routes of uploads validate a form that they read themselves; what they answer is declared as everywhere.
  create: async (file: File, fields: { name: string; description: string }, progress: Progress) =>
    (await upload("POST", "/api/datasets", file, fields, progress)) as DatasetUploaded,
  append: async (datasetId: string, file: File, progress: Progress) =>
    (await upload("POST", rowsOf(datasetId), file, {}, progress)) as DatasetUploaded,
  replace: async (datasetId: string, file: File, progress: Progress) =>
    (await upload("PUT", rowsOf(datasetId), file, {}, progress)) as DatasetUploaded,
  downloadAddress: (datasetId: string, format: "csv" | "jsonl") => `${rowsOf(datasetId)}.${format}`,
};
