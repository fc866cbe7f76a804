import { useId } from "preact/hooks";
import { me } from "../../../base/session/session-model.ts";
import { accountLabels } from "./account-labels.ts";
import { Button } from "../../../base/ui/button.tsx";
import { FieldBelow, TextField } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { Skeleton } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createTransferModel } from "./settings-model.ts";

const words = accountLabels;

/** Chooses the member who becomes Owner in one's place. */
export function TransferDialog({ onClose }: { onClose: () => void }) {
  const model = useModel(() => createTransferModel(onClose));
  const people = model.people.value;
  const id = useId();
  return (
    <FormDialog
      title={words.transferTitle(me.value?.activeAccount?.name ?? "")}
      action={words.transfer}
      danger
      busy={model.busy.value}
      problem={model.problem.value ?? model.list.problem.value}
      onSubmit={model.submit}
      onClose={onClose}
    >
      <p class="soft">{words.transferLead}</p>
      <TextField label={words.searchPeople} value={model.search.typed.value} onValue={model.search.type} first />
      <fieldset class="people-choice" aria-describedby={model.missing.value ? `${id}-error` : undefined}>
        <legend>{words.transferTo}</legend>
        {!people ? (
          <Skeleton lines={3} />
        ) : people.length === 0 ? (
          <p class="soft">{words.nobody}</p>
        ) : (
          people.map((member) => (
            <label key={member.user.id} class="people-one">
              <input
                type="radio"
                name={`${id}-person`}
                checked={model.chosen.value?.user.id === member.user.id}
                onChange={() => (model.chosen.value = member)}
              />
              <span class="grow">
                <span class="strong">{member.user.name}</span> <span class="soft">{member.user.email}</span>
              </span>
              <span class="soft">{member.role}</span>
            </label>
          ))
        )}
        {model.list.hasMore.value && (
          <Button kind="quiet" busy={model.list.loading.value} onClick={model.list.loadMore}>
            {labels.common.loadMore}
          </Button>
        )}
      </fieldset>
      <FieldBelow id={id} error={model.missing.value ? words.chooseSomebody : undefined} />
    </FormDialog>
  );
}
