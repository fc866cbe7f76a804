import type { Workflow } from "../../../base/api/resources.ts";
import { deployChangesLabels } from "./versions-labels.ts";
import { LoadedDiff } from "./loaded-diff.tsx";

const words = deployChangesLabels;

/** What deploying will change against what is deployed. */
export function DeployChanges({ workflowId, deployment }: { workflowId: string; deployment: NonNullable<Workflow["deployment"]> }) {
  return (
    <div class="stack">
      <p>{words.lead(deployment.versionNumber)}</p>
      {deployment.flowChanged ? (
        <>
          <LoadedDiff workflowId={workflowId} from="deployed" to="draft" />
          {deployment.settingsChanged && <p>{words.settings}</p>}
        </>
      ) : (
        <p>{words.onlySettings}</p>
      )}
    </div>
  );
}
