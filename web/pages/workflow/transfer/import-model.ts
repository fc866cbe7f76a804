import { computed, signal } from "@preact/signals";
import { type ImportDone, type ImportPreview, type Resolutions, transfer } from "../../../base/api/management.ts";
import { flows } from "../../../base/api/resources.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { saveFile } from "../../../base/ui/save-file.ts";
import type { Named } from "../../../base/workflow/node-reference.ts";
import { type ChosenFiles, formOf } from "./chosen-files.ts";

/** With the nodes that are here now, so that those which stay are called by their names. */
type Preview = ImportPreview & { etag: string | null; known: readonly Named[] };

/** Importing into a workflow: files, what they would change, what to do about conflicts, and what was done. */
export function createImportModel(workflowId: string, reload: () => Promise<void>) {
  const chosen = signal<ChosenFiles | undefined>();
  const preview = signal<Preview | undefined>();
  const backup = signal(true);
  const resolving = signal(false);
  const done = signal<ImportDone | undefined>();

  const compare = createAction(async () => {
    preview.value = undefined;
    done.value = undefined;
    run.clear();
    if (chosen.value) {
      const [found, { flow }] = await Promise.all([transfer.preview(workflowId, formOf(chosen.value)), flows.get(workflowId)]);
      preview.value = { ...found, known: flow.nodes };
    }
  });

  const run = createAction(async (resolutions: Resolutions) => {
    if (!chosen.value || !preview.value) return;
    if (backup.value) {
      const { name, content } = await transfer.export(workflowId, "draft", true);
      saveFile(name, content);
    }
    const form = formOf(chosen.value, { resolutions: JSON.stringify(resolutions) });
    done.value = await transfer.importVersion(workflowId, form, preview.value.etag);
    preview.value = undefined;
    chosen.value = undefined;
    resolving.value = false;
    await reload();
  });

  return {
    chosen,
    preview,
    backup,
    resolving,
    done,
    compare,
    /** Whether the chosen files can be imported; undefined until the server has read them. */
    taken: computed(() => (compare.problem.value ? false : preview.value?.canImport)),
    run,
    isStale: computed(() => run.problem.value?.status === 412),
    choose(files: ChosenFiles) {
      chosen.value = files;
      preview.value = undefined;
      done.value = undefined;
      compare.clear();
      if (files.strangers.length === 0) void compare.run();
    },
    /** Asks about conflicts where there are any; nothing has changed until they are answered. */
    proceed() {
      if ((preview.value?.variables.conflicting.length ?? 0) > 0) resolving.value = true;
      else void run.run({});
    },
    cancel() {
      resolving.value = false;
      run.clear();
    },
  };
}
export type ImportModel = ReturnType<typeof createImportModel>;
