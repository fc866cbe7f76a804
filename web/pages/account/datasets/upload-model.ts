import { computed, signal } from "@preact/signals";
import { type DatasetUploaded, datasets } from "../../../base/api/account-resources.ts";
import { errorOfField } from "../../../base/api/problem.ts";
import { datasetsLabels } from "./datasets-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { toast } from "../../../base/ui/toasts.tsx";

const words = datasetsLabels;

export type UploadInto = { kind: "create" } | { kind: "append" | "replace"; id: string; name: string };

/** A name for a data set, from the file's. */
function nameOfFile(file: string): string {
  return file
    .replace(/\.(csv|tsv|json|jsonl|ndjson)$/i, "")
    .replace(/[_-]+/g, " ")
    .trim();
}

/** Sending a file: which, how far it has come, and what the server found odd about it. */
export function createUploadModel(into: UploadInto, onDone: (uploaded: DatasetUploaded) => void) {
  const file = signal<File | undefined>();
  const name = signal("");
  const description = signal("");
  const tried = signal(false);
  const progress = signal<number | undefined>();
  const withWarnings = signal<DatasetUploaded | undefined>();
  let running: AbortController | undefined;

  const send = createAction(async () => {
    const chosen = file.value!;
    running = new AbortController();
    const { signal: aborted } = running;
    progress.value = 0;
    const watched = { onProgress: (part: number) => (progress.value = part), signal: aborted };
    try {
      const uploaded =
        into.kind === "create"
          ? await datasets.create(chosen, { name: name.value, description: description.value }, watched)
          : await datasets[into.kind](into.id, chosen, watched);
      if (uploaded.warnings.length > 0) withWarnings.value = uploaded;
      else onDone(uploaded);
      toast(words.uploaded(uploaded.name, uploaded.rows));
    } catch (caught) {
      if (!aborted.aborted) throw caught;
      toast(words.cancelled);
    } finally {
      progress.value = undefined;
    }
  });
  return {
    into,
    file,
    name,
    description,
    progress,
    withWarnings,
    busy: send.busy,
    problem: computed(() => (errorOfField(send.problem.value, "name") ? undefined : send.problem.value)),
    fileError: computed(() => (tried.value && !file.value ? words.missingFile : undefined)),
    nameError: computed(() =>
      into.kind === "create" && name.value.trim() === "" ? words.missingName : errorOfField(send.problem.value, "name"),
    ),
    choose(chosen: File | undefined) {
      if (!chosen || send.busy.value) return;
      file.value = chosen;
      send.clear();
      if (name.value.trim() === "") name.value = nameOfFile(chosen.name);
    },
    async submit() {
      tried.value = true;
      if (!file.value || (into.kind === "create" && name.value.trim() === "")) return;
      await send.run();
    },
    cancel: () => running?.abort(),
    stop: () => running?.abort(),
    finish() {
      if (withWarnings.value) onDone(withWarnings.value);
    },
  };
}
export type UploadModel = ReturnType<typeof createUploadModel>;
