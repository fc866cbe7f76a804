import { exportRoutes } from "#flow/contract/export.ts";
import { draftVersion, type AppDefinition, type PackagedEndpoint } from "#flow/package/app-definition.ts";
import { writeArchive } from "#flow/package/archive/write-archive.ts";
import { buildPackage } from "#flow/package/build-package.ts";
import { attachment, safeFileName } from "#flow/package/download-name.ts";
import type { Database } from "#store/database.ts";
import { readSettings, type DeployedSettings } from "#store/endpoint.ts";
import { exportVariables } from "#store/variables.ts";
import { findVersionOfFlow } from "#store/versions.ts";
import { chosenFlow, type ChosenFlow } from "../flow/chosen-flow.ts";
import type { FoundWorkflow, HandlersOf } from "../frame/handler.ts";
import { isoTime } from "../frame/times.ts";

export const exportHandlers: HandlersOf<typeof exportRoutes> = {
  async exportWorkflow(call) {
    const { db, workflow, workflowId, query, answerHeaders } = call;
    const chosen = await chosenFlow(db, workflow, query.version ?? (workflow.deployment ? "deployed" : "draft"));
    const version = await versionOf(db, workflow, chosen);
    const isDeployed = workflow.deployment !== null && chosen.version?.id === workflow.deployment.versionId;
    const endpoint = packagedEndpoint(readSettings(isDeployed ? workflow.deployment.settings : workflow.endpoint));
    const { name, description } = workflow;
    const app = { name, description, version, endpoint, guardrails: { input: [], output: [] } };
    const variables = (await exportVariables(db, workflowId)).map(({ name, secure, value, notes, hosts }) => ({
      name,
      secure,
      value,
      notes,
      ...(hosts === null ? {} : { hosts: [...hosts] }),
    }));
    // From here on it is fixed: everything that goes into the archive was read.
    const files = buildPackage({ flow: chosen.flow, app, variables });
    await call.noted({
      event: "workflow.exported",
      subject: { id: workflowId, name },
      details: { version: chosen.version ? `version “${version.name}”` : "the draft" },
    });
    answerHeaders.set("content-disposition", attachment(exportName(name, query.backup === "true")));
    return archiveStream(files);
  },
};

/** `<Workflow name>.zip`, or the name of a backup. */
export function exportName(workflowName: string, isBackup: boolean): string {
  return safeFileName(isBackup ? `Exported_${workflowName}` : workflowName, "zip");
}

/** A draft that equals a version is exported as that version. */
async function versionOf(db: Database, workflow: FoundWorkflow, { flow, version }: ChosenFlow): Promise<AppDefinition["version"]> {
  const known = version ?? (await findVersionOfFlow(db, workflow.id, JSON.stringify(flow)));
  return known ? { name: known.name, description: known.description, createdAt: isoTime(known.createdAt) } : draftVersion;
}

/** The part of the settings that leaves the installation: no token, no secret. */
export function packagedEndpoint({ sync, async }: DeployedSettings): PackagedEndpoint {
  const { enabled, callbackUrl, timeoutSec } = async;
  return { sync: { timeoutSec: sync.timeoutSec }, async: { enabled, callbackUrl, timeoutSec } };
}

function archiveStream(files: ReadonlyMap<string, string>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      writeArchive(files, (piece) => controller.enqueue(piece));
      controller.close();
    },
  });
}
