import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Icon } from "../../../base/ui/icons.tsx";
import { transferLabels } from "./transfer-labels.ts";
import { chooseFiles, type ChosenFiles } from "./chosen-files.ts";

const words = transferLabels.import;

interface Props {
  chosen: ChosenFiles | undefined;
  /** Whether the server took the files; undefined until it has said. */
  taken: boolean | undefined;
  onChoose: (chosen: ChosenFiles) => void;
}

/** Takes files by drop or by the browser's own choice; the field itself is what the keyboard reaches. */
export function FileDrop({ chosen, taken, onChoose }: Props) {
  const id = useId();
  const over = useSignal(false);
  const take = (list: FileList | null | undefined) => {
    if (list && list.length > 0) onChoose(chooseFiles([...list]));
  };
  const isRefused = taken === false || (chosen?.strangers.length ?? 0) > 0;
  const names = chosen?.files.map(({ name }) => name) ?? [];
  return (
    <div
      class={over.value ? "drop drop-over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      <span class={isRefused ? "drop-refused" : "drop-sign"}>
        <Icon name={isRefused ? "alert" : taken ? "check" : "upload"} />
        {isRefused && <span class="unseen">{words.refused}</span>}
      </span>
      <div class="drop-words">
        <p class="strong break">{names.length > 0 ? names.join(", ") : words.drop}</p>
        <p class="soft">{words.dropHint}</p>
      </div>
      <input
        id={id}
        class="drop-input"
        type="file"
        multiple
        accept=".zip,.json,application/zip,application/json"
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file can be chosen again after it was changed.
          event.currentTarget.value = "";
        }}
      />
      <label class="button drop-button" for={id}>
        {names.length > 0 ? words.other : words.choose}
      </label>
      {chosen && chosen.strangers.length > 0 && (
        <p class="field-error drop-error" role="alert">
          <Icon name="alert" /> <span>{words.badFiles(chosen.strangers.join(", "))}</span>
        </p>
      )}
    </div>
  );
}
