/** What both kinds of import decide alike: set-up, problems, what is missing. */
import { checkFlow } from "#flow/check/check-flow.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { limits } from "#flow/limits.ts";
import { judgeAddress } from "#flow/outbound/judge-address.ts";
import type { PackagedEndpoint } from "#flow/package/app-definition.ts";
import { dependenciesOf, type Dependency } from "#flow/package/dependencies.ts";
import { packageFiles } from "#flow/package/package-files.ts";
import type { Package } from "#flow/package/parse-package.ts";
import { canInAccount } from "#flow/rights/account-rights.ts";
import type { Database } from "#store/database.ts";
import { missingOf } from "#store/dependencies.ts";
import type { DeployedSettings } from "#store/endpoint.ts";
import type { Viewer } from "#store/workflows.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import { policyOf } from "../frame/outbound-policy.ts";
import type { AccountCaller } from "../frame/handler.ts";
import type { KnownVariable } from "./import-variables.ts";

/** The problems that the flow will have with these variables, where the account lacks what is `missing`. */
export function plannedProblems(
  { flow, unknownNodes }: Package,
  variables: readonly KnownVariable[],
  missing: readonly Pick<Dependency, "kind" | "reference">[],
) {
  // A flow with nodes that nothing here knows cannot be checked.
  if (unknownNodes.length > 0) return [];
  const lacks = new Set(missing.flatMap(({ kind, reference }) => (kind === "profile" ? [reference] : [])));
  return [
    ...checkFlow(flow, {
      variables: variables.map(({ name }) => name),
      secure: variables.filter(({ secure }) => secure).map(({ name }) => name),
      needValue: variables.filter(({ needsValue }) => needsValue).map(({ name }) => name),
      profiles: dependenciesOf(flow).flatMap(({ kind, reference }) => (kind === "profile" && !lacks.has(reference) ? [reference] : [])),
    }),
  ];
}

/** Everything that the package needs and that is not here, in a form for the wire. */
export async function missingDependencies(db: Database, viewer: Viewer, { flow, unknownNodes, app }: Package) {
  const unknown = new Set(unknownNodes.map(({ path }) => Number(path.split("/")[2])));
  const types = Map.groupBy(
    flow.nodes.filter((_, index) => unknown.has(index)),
    ({ type }) => type,
  );
  const nodeTypes = Array.from(types, ([reference, nodes]): Dependency => ({
    kind: "node-type",
    reference,
    nodes: nodes.map(({ id }) => id),
  }));
  const scanners = new Set([...(app?.guardrails.input ?? []), ...(app?.guardrails.output ?? [])].map(({ type }) => type));
  const guardrails = Array.from(scanners, (reference): Dependency => ({ kind: "guardrail", reference, nodes: [] }));
  const missing = [...nodeTypes, ...(await missingOf(db, viewer, dependenciesOf(flow))), ...guardrails];
  return missing.map(({ kind, reference, nodes }) => ({ kind, reference, nodes: [...nodes] }));
}

/** SPEC: a Viewer of the account imports nothing, whatever their role on the workflow. */
export function requireImporter({ account }: AccountCaller): void {
  if (!canInAccount(account.role, "workflows.create"))
    throw new Refusal("forbidden", { detail: `The role ${account.role} in this account does not allow imports.` });
}

/** Refuses to store a flow with nodes that nothing here can run. */
export function requireKnownNodes({ unknownNodes }: Package): void {
  if (unknownNodes.length === 0) return;
  throw new Refusal("validation_failed", {
    detail: "The flow has unknown node types.",
    suggestion: "Remove these nodes before you export the flow, or import it into a newer release.",
    errors: unknownNodes.map((issue) => ({ ...issue, path: `${packageFiles.flow}#${issue.path}` })),
  });
}

/** A flow's text as it is stored. D1 holds 2 MB in a row, and what can be saved can be imported. */
export function storedFlow({ flow }: Package): string {
  const text = JSON.stringify(flow);
  if (new TextEncoder().encode(text).length > limits.maxRequestBytes)
    throw new Refusal("too_large", { detail: "A flow can have at most 1 MiB." });
  return text;
}

/** The settings with the set-up of a package. An access token belongs to the callback that it was given for. */
export function withEndpoint(
  before: DeployedSettings,
  { sync, async }: PackagedEndpoint,
  request: Request,
  { env }: ManagementContext,
): DeployedSettings {
  const callbackUrl = async.callbackUrl === "" ? null : async.callbackUrl;
  const isSame = callbackUrl === before.async.callbackUrl;
  if (callbackUrl !== null && !isSame) {
    const verdict = judgeAddress(callbackUrl, policyOf(env, request));
    if (!verdict.ok) {
      const { code, message, suggestion } = verdict;
      throw new Refusal("validation_failed", {
        detail: "The callback URL of the export cannot be called.",
        errors: [{ path: `${packageFiles.app}#/endpoint/async/callbackUrl`, code, message, suggestion }],
      });
    }
  }
  return {
    sync: { timeoutSec: sync.timeoutSec },
    async: {
      ...before.async,
      enabled: async.enabled,
      callbackUrl,
      timeoutSec: async.timeoutSec,
      accessToken: isSame ? before.async.accessToken : null,
    },
  };
}
