import { deploymentRoutes } from "#flow/contract/deployment.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { AccountId } from "#flow/ids.ts";
import { resolveFlow } from "#flow/resolved/resolved-flow.ts";
import { judgeAddress } from "#flow/outbound/judge-address.ts";
import { can } from "#flow/rights/workflow-rights.ts";
import { enterAgain } from "#flow/secrets/stored-secrets.ts";
import { deployFlow, undeployWorkflow } from "#store/deployments.ts";
import { findDraft } from "#store/drafts.ts";
import { parseKeyring } from "#store/encryption.ts";
import { openSigningSecret, sealAccessToken } from "#store/endpoint-secrets.ts";
import { saveSettings, writeSettings } from "#store/endpoint-settings.ts";
import { readSettings, type DeployedSettings } from "#store/endpoint.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import { policyOf } from "../frame/outbound-policy.ts";
import { addressesOf } from "./addresses.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import { problemsOf } from "../flow/check-flow.ts";
import { requireDraft } from "../flow/flow.ts";
import type { Call, FoundWorkflow, HandlersOf } from "../frame/handler.ts";
import { settingsChanges } from "./settings-changes.ts";
import { needsRedeploy, onWire, reload } from "./show-workflow.ts";

export const deploymentHandlers: HandlersOf<typeof deploymentRoutes> = {
  async getEndpoint({ workflow, caller, context }) {
    return settingsOnWire(workflow, caller.viewer.accountId, context);
  },

  async putEndpoint(call) {
    const { db, workflow, workflowId, caller, context } = call;
    const before = readSettings(workflow.endpoint);
    const settings = await changed(before, call);
    const after = writeSettings(settings);
    const [event, ...more] = await settingsChanges(workflow, before, settings, call.body.async?.accessToken ?? null, call.fingerprint);
    const statement = saveSettings(db, workflowId, workflow.endpoint, after, context.now());
    if (event && !(await call.audited([event, ...more], [statement]))) {
      throw changedMeanwhile("the settings");
    }
    return settingsOnWire({ ...workflow, endpoint: event ? after : workflow.endpoint }, caller.viewer.accountId, context);
  },

  async deploy(call) {
    const { db, workflow, workflowId, caller, request, context, share } = call;
    const { flow, revision } = requireDraft(await findDraft(db, workflowId));
    const problems = await problemsOf(flow, db, workflowId, share);
    if (problems.length > 0) {
      const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
      throw new Refusal("not_deployable", { detail: `The flow has ${count}.`, errors: problems });
    }
    const { deploymentId, versionId, version, statements } = await deployFlow(
      db,
      {
        workflowId,
        flow: JSON.stringify(flow),
        draftRevision: revision,
        plan: JSON.stringify(resolveFlow(flow)),
        settings: workflow.endpoint,
        createdBy: caller.user.id,
      },
      context.now(),
    );
    const subject = { id: workflowId, name: workflow.name };
    const event = { event: "workflow.deployed", subject, details: { version, versionId, deploymentId } } as const;
    if (!(await call.audited(event, statements, { decides: 2 })))
      throw new Refusal("not_found", { detail: "The workflow was deleted in the meantime." });
    await context.changed(workflowId);
    return { deploymentId, versionId, endpoints: addressesOf(workflowId, readSettings(workflow.endpoint), request, context.env) };
  },

  async undeploy(call) {
    const { db, workflow, workflowId, caller, request, context } = call;
    const subject = { id: workflowId, name: workflow.name };
    const done = await call.audited({ event: "workflow.undeployed", subject, details: {} }, [undeployWorkflow(db, workflowId)]);
    if (!done) throw new Refusal("conflict", { detail: "The workflow is not deployed." });
    await context.changed(workflowId);
    await context.onUndeploy(workflowId);
    return onWire(await reload(db, caller, workflowId), request, context);
  },
};

async function settingsOnWire(
  workflow: FoundWorkflow,
  accountId: AccountId,
  { env }: ManagementContext,
): Promise<AnswerOf<typeof deploymentRoutes.getEndpoint>> {
  const settings = readSettings(workflow.endpoint);
  const { enabled, callbackUrl, accessToken, timeoutSec } = settings.async;
  const mayKnow = can(workflow.role, "workflow.edit");
  const signingSecret = mayKnow
    ? await openSigningSecret(settings, { accountId, workflowId: workflow.id }, await parseKeyring(env.MILLRACE_ENCRYPTION_KEYS))
    : null;
  return {
    sync: settings.sync,
    // Its path and query often hold a secret, as an alert's webhook does.
    async: {
      enabled,
      callbackUrl: callbackUrl && !mayKnow ? new URL(callbackUrl).origin : callbackUrl,
      hasAccessToken: accessToken !== null,
      signingSecret,
      timeoutSec,
    },
    needsRedeploy: needsRedeploy(workflow),
  };
}

/** The settings after the changes; what the body leaves out stays. Throws a Refusal for a callback that may not be called. */
async function changed(
  before: DeployedSettings,
  { body, workflowId, caller, request, context }: Call<typeof deploymentRoutes.putEndpoint>,
): Promise<DeployedSettings> {
  const { sync, async: changes } = body;
  const { async } = before;
  if (changes?.callbackUrl) judgeCallback(changes.callbackUrl, request, context);
  // Also where there was no address: the token may have been entered for one that was removed.
  const isElsewhere = Boolean(changes?.callbackUrl) && changes?.callbackUrl !== async.callbackUrl;
  if (isElsewhere && async.accessToken !== null && changes?.accessToken === undefined)
    throw new Refusal("validation_failed", { errors: [enterAgain("accessToken")] });
  const accessTokenVersion = changes?.accessToken ? async.accessTokenVersion + 1 : async.accessTokenVersion;
  const owner = { accountId: caller.viewer.accountId, workflowId };
  const sealed =
    changes?.accessToken &&
    (await sealAccessToken(changes.accessToken, owner, accessTokenVersion, await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS)));
  return {
    sync: { timeoutSec: sync?.timeoutSec ?? before.sync.timeoutSec },
    async: {
      ...async,
      enabled: changes?.enabled ?? async.enabled,
      callbackUrl: changes?.callbackUrl === undefined ? async.callbackUrl : changes.callbackUrl || null,
      accessToken: sealed ?? (changes?.accessToken === null ? null : async.accessToken),
      accessTokenVersion,
      timeoutSec: changes?.timeoutSec === undefined ? async.timeoutSec : changes.timeoutSec,
    },
  };
}

function judgeCallback(address: string, request: Request, { env }: ManagementContext): void {
  const verdict = judgeAddress(address, policyOf(env, request));
  if (verdict.ok) return;
  const { message, suggestion } = verdict;
  throw new Refusal("validation_failed", {
    detail: "Results cannot be pushed to this address.",
    errors: [{ path: "/async/callbackUrl", code: verdict.code, message, suggestion }],
  });
}
