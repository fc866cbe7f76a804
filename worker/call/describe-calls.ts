/** The OpenAPI document of one workflow's calls. Loaded only when asked for. */
import { callOpenApi } from "#flow/contract/call-openapi.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { loadVersion, type Endpoint } from "#store/endpoint.ts";

export async function describeCalls(
  db: D1Database,
  endpoint: Endpoint,
  baseUrl: string,
  headers: Record<string, string>,
): Promise<Response> {
  const { workflowId, name, deployment } = endpoint;
  const document = deployment && (await loadVersion(db, deployment.versionId));
  if (!document) throw new Refusal("not_found", { detail: "The workflow is not deployed." });
  return Response.json(callOpenApi(document, { workflowId, name, description: "", baseUrl, settings: deployment.settings }), { headers });
}
