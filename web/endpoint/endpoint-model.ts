import { computed, effect, signal } from "@preact/signals";
import { endpoints, workflows } from "../api/resources.ts";
import { createResource } from "../ui/resource.ts";
import type { WorkflowModel } from "../workflow/workflow-model.ts";
import { type SnippetLanguage } from "./snippets.ts";

export const callModes = ["sync", "async", "push"] as const;
export type CallMode = (typeof callModes)[number];

/** The deployed version's inputs, the endpoint's settings, and what of them is being looked at. */
export function createEndpointModel(workflow: WorkflowModel) {
  const { id } = workflow;
  const settings = createResource(() => endpoints.get(id));
  const version = createResource(() => workflows.version(id, workflow.workflow.value?.deployment?.versionId ?? ""));
  const tab = signal<CallMode>("sync");
  const language = signal<SnippetLanguage>("curl");
  const editing = signal<"sync" | "async" | undefined>();

  let stopWatching: () => void = () => undefined;
  const deployedVersion = computed(() => workflow.workflow.value?.deployment?.versionId);
  const deployment = computed(() => workflow.workflow.value?.deployment?.id);
  return {
    settings,
    version,
    /** Undefined until the deployed version is loaded, and where none is deployed. */
    inputs: computed(() =>
      deployedVersion.value && version.value.value?.id === deployedVersion.value ? version.value.value.flow.inputs : undefined,
    ),
    tab,
    language,
    editing,
    start() {
      const stopVersion = effect(() => {
        if (deployedVersion.value) void version.load();
      });
      // A deploy changes whether the settings wait for the next one.
      const stopSettings = effect(() => {
        void deployment.value;
        void settings.load();
      });
      stopWatching = () => {
        stopVersion();
        stopSettings();
      };
    },
    stop: () => stopWatching(),
  };
}
export type EndpointModel = ReturnType<typeof createEndpointModel>;
