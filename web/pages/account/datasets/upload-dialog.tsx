import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { DatasetUploaded } from "../../../base/api/account-resources.ts";
import { Button } from "../../../base/ui/button.tsx";
import { datasetsLabels } from "./datasets-labels.ts";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { FieldBelow, TextField } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { sizeText } from "../../../base/ui/size-text.ts";
import { createUploadModel, type UploadInto, type UploadModel } from "./upload-model.ts";
import "./datasets.css";

const words = datasetsLabels;
const accepted = ".csv,.tsv,.json,.jsonl,.ndjson,text/csv,application/json,application/x-ndjson";

/** Uploads a file as a new data set, or into one that is there. */
export function UploadDialog({
  into,
  onDone,
  onClose,
}: {
  into: UploadInto;
  onDone: (uploaded: DatasetUploaded) => void;
  onClose: () => void;
}) {
  const model = useModel(() => createUploadModel(into, onDone));
  if (model.withWarnings.value) return <Warnings key="warnings" model={model} uploaded={model.withWarnings.value} />;
  const busy = model.busy.value;
  const title =
    into.kind === "create" ? words.uploadTitle : into.kind === "append" ? words.appendTitle(into.name) : words.replaceTitle(into.name);
  return (
    <FormDialog
      key="form"
      title={title}
      action={into.kind === "create" ? words.start : words[into.kind]}
      danger={into.kind === "replace"}
      busy={busy}
      problem={model.problem.value}
      stop={busy ? { label: words.cancel, act: model.cancel } : undefined}
      onSubmit={model.submit}
      onClose={onClose}
    >
      {into.kind !== "create" && <p>{into.kind === "append" ? words.appendLead : words.replaceLead}</p>}
      <FileDrop model={model} />
      {into.kind === "create" && (
        <>
          <TextField label={words.name} text={model.name} error={model.nameError.value} maxLength={100} disabled={busy} />
          <TextField label={words.description} optional text={model.description} disabled={busy} />
        </>
      )}
      {busy && <Progress part={model.progress.value ?? 0} />}
    </FormDialog>
  );
}

function FileDrop({ model }: { model: UploadModel }) {
  const over = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const file = model.file.value;
  return (
    <div class="stack-s">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what can be dropped can be chosen with the button */}
      <div
        role="group"
        aria-label={words.formats}
        class={`data-drop ${over.value ? "data-drop-over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => (over.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          model.choose(event.dataTransfer?.files[0]);
        }}
      >
        <Icon name="data" />
        {file ? (
          <p class="break">
            <span class="strong">{file.name}</span> <span class="soft">{sizeText(file.size)}</span>
          </p>
        ) : (
          <p class="soft">{words.drop}</p>
        )}
        <Button data-first disabled={model.busy.value} onClick={() => input.current?.click()}>
          {file ? words.chooseOther : words.choose}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={words.choose}
          accept={accepted}
          onChange={(event) => model.choose(event.currentTarget.files?.[0])}
        />
        <p class="soft data-drop-hint">{words.formats}</p>
      </div>
      <FieldBelow error={model.fileError.value} isAlert />
    </div>
  );
}

/** Once all is sent the server still reads; then the bar has no end to show. */
function Progress({ part }: { part: number }) {
  const percent = Math.floor(part * 100);
  return (
    <div class="stack-s" role="status">
      <progress class="progress" aria-label={words.progress} {...(percent < 100 ? { max: 100, value: percent } : {})} />
      <p class="soft">{percent < 100 ? words.uploading(percent) : words.reading}</p>
    </div>
  );
}

function Warnings({ model, uploaded }: { model: UploadModel; uploaded: DatasetUploaded }) {
  return (
    <Dialog title={words.doneTitle} onClose={model.finish}>
      <div class="form">
        <p>{words.uploaded(uploaded.name, uploaded.rows)}.</p>
        <div class="notice notice-warning">
          <Icon name="warning" />
          <div class="grow stack-s">
            <p class="strong">{words.warnings(uploaded.warnings.length)}</p>
            <ul class="notice-list">
              {uploaded.warnings.map((warning, at) => (
                <li key={at} class="break">
                  {warning.message}
                </li>
              ))}
            </ul>
          </div>
        </div>
        <div class="form-actions">
          <Button kind="main" data-first onClick={model.finish}>
            {words.open}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
