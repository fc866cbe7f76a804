/**
 * One entry for every route of the management API: the smallest request that it takes, and where in it ids are. The
 * access tests are made from the routes and from this table. A new route needs an entry; `{}` says that it has no body
 * and no ids beyond those of its path, whose parameters are known by their names (test/integration/access/things.ts).
 */
import type { routes } from "#flow/contract/routes.ts";
import type { AccountRole, WorkflowRole } from "#flow/rights/roles.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";

/** The role that counts on a workflow, or in the account; `custom` is one with nothing but the route's right. */
type Role = AccountRole | WorkflowRole | `account ${AccountRole}` | "custom";

export interface Probe {
  /** A valid body without its ids. Names in it are made unique by `#`. */
  readonly body?: unknown;
  /** Where the body is a form. */
  readonly form?: () => FormData;
  readonly query?: Readonly<Record<string, string>>;
  /** Which thing a path parameter is, where its name does not say it. */
  readonly params?: Readonly<Record<string, string>>;
  /** Where ids are taken beside the path: `body.userId`, `body.emails.0`, `query.version` → which thing it is. */
  readonly ids?: Readonly<Record<string, string>>;
  /** What the answer is where one of these ids is another tenant's, if not a refusal; with the reason as the key. */
  readonly foreign?: { readonly because: string; readonly statuses: readonly number[] };
  /** Statuses that callers with the right may meet here although they look like refusals; all of them, or those of some roles. */
  readonly mayAnswer?: { readonly because: string; readonly statuses: readonly number[]; readonly by?: readonly Role[] };
}

const packaged = () => {
  const form = new FormData();
  form.set("flow_definition", new File([JSON.stringify(firstFlow)], "flow_definition.json", { type: "application/json" }));
  const app = {
    schemaVersion: 1,
    name: `Imported ${crypto.randomUUID()}`,
    description: "",
    version: { name: "v1", description: "", createdAt: "2026-01-01T00:00:00.000Z" },
    endpoint: { sync: { timeoutSec: 180 }, async: { enabled: true, callbackUrl: null, timeoutSec: 180 } },
    guardrails: { input: [], output: [] },
  };
  form.set("app_definition", new File([JSON.stringify(app)], "app_definition.json", { type: "application/json" }));
  form.set("env_variables", new File(['{"schemaVersion":1,"variables":[]}'], "env_variables.json", { type: "application/json" }));
  return form;
};

const rows = (fields: Readonly<Record<string, string>> = {}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new File(["name\nAda\n"], "rows.csv", { type: "text/csv" }));
  return form;
};

const ofTheirOwn = { because: "Members change only the profiles that they made", statuses: [403], by: ["Member"] } as const;
const notByViewers = { because: "an account's Viewers cannot import", statuses: [403], by: ["account Viewer"] } as const;

const ofDeployed = { params: { runId: "deployedRunId" } } as const;
const withoutPush = { because: "the run was not called with push", statuses: [404] } as const;

export const probes: Readonly<Partial<Record<keyof typeof routes, Probe>>> & Readonly<Record<string, Probe>> = {
  // Sessions
  getSignUp: {},
  signUp: { body: { name: "Somebody", email: "#@example.com", password: "correct horse battery" } },
  signIn: { body: { email: "#@example.com", password: "correct horse battery" } },
  signOut: {},
  getMe: {},
  switchAccount: { body: {}, ids: { "body.accountId": "accountId" } },
  // The account and its people
  listMembers: {},
  updateMember: { body: { role: "Member" } },
  removeMember: {},
  leaveAccount: {},
  transferAccount: { body: {}, ids: { "body.userId": "userId" } },
  renameAccount: { body: { name: "Renamed #" } },
  listInvitations: { query: { state: "all" } },
  createInvitations: {
    body: { emails: [], role: "Viewer" },
    ids: { "body.emails.0": "email" },
    foreign: { because: "anybody may be invited; that the address is known elsewhere is not told", statuses: [200] },
  },
  resendInvitation: {},
  withdrawInvitation: {},
  showInvitation: {},
  acceptInvitation: { body: { name: "Somebody", password: "correct horse battery" } },
  // Roles
  listRoles: {},
  createRole: { body: { name: "Role #", capabilities: ["workflow.export"] } },
  getRole: {},
  updateRole: { body: { description: "#" } },
  duplicateRole: { body: { name: "Copy #" } },
  deleteRole: {},
  // Workflows
  listWorkflows: { query: { limit: "200" } },
  createWorkflow: { body: { name: "Workflow #" } },
  getWorkflow: {},
  updateWorkflow: { body: { description: "#" } },
  deleteWorkflow: {},
  listWorkflowMembers: {},
  shareWorkflow: {
    body: { emails: [], role: "Viewer" },
    ids: { "body.emails.0": "email" },
    foreign: { because: "who is not in the account is told apart from nobody by nothing", statuses: [200] },
  },
  updateWorkflowMember: { body: { role: "Viewer" } },
  removeWorkflowMember: {},
  leaveWorkflow: {},
  transferWorkflow: {
    body: {},
    ids: { "body.userId": "userId" },
    mayAnswer: {
      because: "handing over makes an Admin, which takes one, beyond the right to share",
      statuses: [403],
      by: ["Manager", "custom"],
    },
  },
  getFlow: {},
  putFlow: { body: firstFlow },
  validateFlow: { body: {} },
  getEndpoint: {},
  putEndpoint: { body: { sync: { timeoutSec: 90 } } },
  deploy: { body: {} },
  undeploy: { body: {} },
  listKeys: {},
  createKey: { body: { name: "k" } },
  revokeKey: {},
  listVariables: {},
  createVariable: { body: { name: "NEW_ONE", value: "x" } },
  changeVariable: { body: { notes: "#" }, params: { name: "variableName" } },
  deleteVariable: { params: { name: "variableName" } },
  rotateSecrets: { body: {} },
  listVersions: {},
  getVersion: {},
  createVersion: { body: { name: "Version #" } },
  updateVersion: { body: { description: "#" } },
  restoreVersion: { body: {} },
  deleteVersion: {},
  diffVersions: { query: { to: "draft" }, ids: { "query.from": "versionId" } },
  exportWorkflow: { ids: { "query.version": "versionId" } },
  importWorkflow: { form: packaged },
  previewImport: { form: packaged, mayAnswer: notByViewers },
  importVersion: { form: packaged, mayAnswer: notByViewers },
  startTestRun: { body: { input: { text: "x" } } },
  getTestRun: {},
  cancelTestRun: {
    mayAnswer: { because: "without the right to edit one stops only one's own runs", statuses: [403], by: ["Viewer", "custom"] },
  },
  watchTestRun: {},
  // Monitoring
  listRuns: { query: { sort: "durationMs", order: "asc" } },
  listModelRuns: {},
  getMetrics: {},
  getModelMetrics: {},
  exportRuns: {},
  listRunValues: {},
  watchRuns: {},
  getRun: ofDeployed,
  getRunValue: { ...ofDeployed, query: { of: "input" } },
  cancelRun: ofDeployed,
  listDeliveries: { ...ofDeployed, mayAnswer: withoutPush },
  redeliverRun: { ...ofDeployed, mayAnswer: withoutPush },
  previewRerun: ofDeployed,
  rerunRun: { ...ofDeployed, body: {} },
  startBulkRerun: { body: { selection: {} } },
  listBulkReruns: {},
  getBulkRerun: {},
  listBulkRerunRuns: {},
  cancelBulkRerun: {},
  startReplay: { body: { selection: {} } },
  listReplays: {},
  getReplay: {},
  updateReplay: { body: { leaveOut: ["/output/a"] } },
  listReplayResults: {},
  cancelReplay: {},
  // What the account shares
  listTokens: {},
  createToken: { body: { name: "t" } },
  deleteToken: { mayAnswer: { because: "a person deletes only tokens of their own", statuses: [404] } },
  listProfiles: {},
  createProfile: { body: { name: "Profile #", settings: { kind: "none" } } },
  getProfile: {},
  updateProfile: { body: { name: "Profile #" }, mayAnswer: ofTheirOwn },
  deleteProfile: { mayAnswer: ofTheirOwn },
  listModels: {},
  createModel: { body: { name: "Model #", provider: "openai-compatible", baseUrl: "http://127.0.0.1:9/v1" } },
  getModel: {},
  updateModel: { body: { currency: "EUR" } },
  deleteModel: {},
  testModel: { body: {}, mayAnswer: { because: "the connection has no model to test with", statuses: [400] } },
  listAvailableModels: { mayAnswer: { because: "nobody answers at the connection's address", statuses: [409] } },
  // Telemetry, alerts, the overview
  getTelemetry: {},
  putTelemetry: { body: { endpoint: "http://127.0.0.1:9" } },
  testTelemetry: { body: {} },
  listAlertRules: {},
  createAlertRule: {
    body: { name: "Alert #", condition: { kind: "stopped", minutes: 5 }, channel: { kind: "email", to: ["ada@example.com"] } },
    mayAnswer: { because: "a workflow may have only so many rules", statuses: [409] },
  },
  changeAlertRule: { body: { name: "Alert #" } },
  muteAlertRule: { body: { until: null } },
  deleteAlertRule: {},
  testAlertRule: { body: {} },
  listAlerts: {},
  getDashboard: {},
  listDashboardWorkflows: {},
  testProfile: { body: {}, mayAnswer: { because: "the profile has no address to test with", statuses: [400] } },
  startConnection: { mayAnswer: ofTheirOwn },
  finishConnection: {
    query: { state: "x", code: "y" },
    mayAnswer: { because: "nobody began to connect with this state", statuses: [400, 404] },
  },
  listDatasets: {},
  createDataset: { form: () => rows({ name: `Data ${crypto.randomUUID()}` }) },
  getDataset: {},
  updateDataset: { body: { description: "#" } },
  deleteDataset: {},
  replaceDatasetRows: { form: () => rows() },
  appendDatasetRows: { form: () => rows() },
  listDatasetRows: {},
  exportDatasetRowsCsv: {},
  exportDatasetRowsJsonLines: {},
  // The audit log
  listWorkflowAudit: {},
  listWorkflowAuditUsers: {},
  exportWorkflowAudit: {},
  listAudit: {},
  listAuditUsers: {},
  exportAudit: {},
  verifyAudit: {},
  getOpenapi: {},
};
