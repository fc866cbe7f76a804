/** How one thing of each kind is made, by the name that paths have for its id. In this order: later ones use earlier ones. */
import { echoCall, echoFlow } from "./flows.ts";
import { callAs, type SignedIn } from "./people.ts";

type Ids = ReadonlyMap<string, readonly string[]>;
export type Maker = (base: string, session: SignedIn, ids: Ids) => Promise<string>;

let made = 0;
const fresh = (): string => `Fuzz ${++made}`;

/** Posts to a path in which `{workflowId}` and its like stand for the first id of their kind. */
function posted(path: string, body: () => unknown, idOf: (answer: never) => string = ({ id }: { id: string }) => id): Maker {
  return async (base, session, ids) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids.get(name)![0]!);
    return idOf(await callAs<never>(base, session, "POST", filled, body()));
  };
}

const workflow: Maker = async (base, session) => {
  const { id } = await callAs<{ id: string }>(base, session, "POST", "/api/workflows", { name: fresh() });
  await callAs(base, session, "PUT", `/api/workflows/${id}/flow`, echoFlow);
  await callAs(base, session, "POST", `/api/workflows/${id}/deploy`, {});
  return id;
};

/** A run by a caller, through a key of its own. */
const run: Maker = async (base, session, ids) => {
  const id = ids.get("workflowId")![0]!;
  const { key } = await callAs<{ key: string }>(base, session, "POST", `/api/workflows/${id}/keys`, { name: fresh() });
  const { runId } = await callAs<{ runId: string }>(base, { "x-api-key": key }, "POST", `/v1/workflows/${id}/sync`, echoCall);
  return runId;
};

const dataset: Maker = async (base, session) => {
  const body = new FormData();
  body.append("name", fresh());
  body.append("file", new File(["city,size\nBonn,3\nKöln,10\n"], "cities.csv", { type: "text/csv" }));
  const answer = await fetch(`${base}/api/datasets`, { method: "POST", headers: { origin: base, ...session }, body });
  if (!answer.ok) throw new Error(`The data set answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
};

export const makers: Readonly<Record<string, Maker>> = {
  workflowId: workflow,
  runId: run,
  testRunId: posted(
    "/api/workflows/{workflowId}/test-runs",
    () => echoCall,
    ({ runId }: { runId: string }) => runId,
  ),
  keyId: posted("/api/workflows/{workflowId}/keys", () => ({ name: fresh() })),
  name: posted(
    "/api/workflows/{workflowId}/variables",
    () => ({ name: `VAR_${++made}`, value: "a-secret-value", secure: true, hosts: ["example.com"] }),
    ({ name }: { name: string }) => name,
  ),
  versionId: posted("/api/workflows/{workflowId}/versions", () => ({ name: fresh() })),
  roleId: posted("/api/roles", () => ({ name: fresh(), capabilities: ["workflow.see"] })),
  tokenId: posted("/api/tokens", () => ({ name: fresh() })),
  invitationId: posted(
    "/api/invitations",
    () => ({ emails: [`fuzz-${++made}@example.com`], role: "Viewer" }),
    ({ results }: { results: { invitation: { id: string } }[] }) => results[0]!.invitation.id,
  ),
  profileId: posted("/api/profiles", () => ({
    name: fresh(),
    settings: { kind: "bearer", token: "a-token" },
    hosts: ["example.com"],
  })),
  datasetId: dataset,
  alertId: posted("/api/workflows/{workflowId}/alerts", () => ({
    name: fresh(),
    condition: { kind: "consecutiveFailures", count: 3 },
    channel: { kind: "webhook", url: "https://example.com/alert" },
  })),
  bulkRerunId: posted("/api/workflows/{workflowId}/bulk-reruns", () => ({ selection: {}, max: 2 })),
  replayId: posted("/api/workflows/{workflowId}/replays", () => ({ selection: {}, last: 2 })),
};
