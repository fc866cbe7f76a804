import { computed, effect, signal } from "@preact/signals";
import { endpoints, flows, workflows } from "../../../base/api/resources.ts";
import { fetchOpenApi } from "../../../base/api/calls.ts";
import { problemOf } from "../../../base/api/problem.ts";
import { endpointLabels } from "./endpoint-labels.ts";
import { createAction, createResource } from "../../../base/ui/resource.ts";
import { saveFile } from "../../../base/ui/save-file.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { keyInMemory } from "./key-in-memory.ts";
import type { WorkflowModel } from "../../../base/workflow/workflow-model.ts";
import { type SnippetLanguage } from "./snippets.ts";

export const callModes = ["sync", "async", "push"] as const;
export type CallMode = (typeof callModes)[number];

/** The deployed version's inputs, the endpoint's settings, and what of them is being looked at. */
export function createEndpointModel(workflow: WorkflowModel) {
  const { id } = workflow;
  const settings = createResource(() => endpoints.get(id));
  const version = createResource(() => workflows.version(id, workflow.workflow.value?.deployment?.versionId ?? ""));
  const flow = createResource(() => flows.get(id));
  const tab = signal<CallMode>("sync");
  const language = signal<SnippetLanguage>("curl");
  const editing = signal<"sync" | "async" | undefined>();

  const openApi = createAction(async () => {
    const key = keyInMemory(id).value.trim();
    if (key === "") return toast(endpointLabels.openapiNeedsKey, "problem");
    try {
      saveFile("openapi.json", JSON.stringify(await fetchOpenApi(id, key), null, 2));
    } catch (caught) {
      const { title, suggestion } = problemOf(caught);
      toast([title, suggestion].filter(Boolean).join(". "), "problem");
    }
  });

  let stopWatching: () => void = () => undefined;
  const deployedVersion = computed(() => workflow.workflow.value?.deployment?.versionId);
  const deployment = computed(() => workflow.workflow.value?.deployment?.id);
  return {
    settings,
    version,
    /** The draft with the problems that block its deployment. */
    flow: flow.value,
    /** Undefined until the deployed version is loaded, and where none is deployed. */
    inputs: computed(() =>
      deployedVersion.value && version.value.value?.id === deployedVersion.value ? version.value.value.flow.inputs : undefined,
    ),
    tab,
    language,
    editing,
    /** Saves the API description; it takes an API key, so the one of Try it is used. */
    openApi,
    start() {
      const stopVersion = effect(() => {
        if (deployedVersion.value) void version.load();
      });
      // A deploy changes whether the settings wait for the next one.
      const stopSettings = effect(() => {
        void deployment.value;
        void settings.load();
        void flow.load();
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
