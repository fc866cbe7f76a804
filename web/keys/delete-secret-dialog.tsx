import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { labels } from "../ui/labels.ts";
import { createAction } from "../ui/resource.ts";
import { ProblemNotice } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";

interface Props {
  words: { deleteTitle: (name: string) => string; deleteBody: string; confirmDelete: string };
  name: string;
  remove: () => Promise<void>;
  onClose: () => void;
}

/** Asks before a key or a token is deleted. */
export function DeleteSecretDialog({ words, name, remove, onClose }: Props) {
  const action = useModel(() => createAction(remove));
  return (
    <Dialog title={words.deleteTitle(name)} onClose={onClose}>
      <div class="form">
        <p>{words.deleteBody}</p>
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <div class="form-actions">
          <Button onClick={onClose} data-first>
            {labels.common.cancel}
          </Button>
          <Button kind="danger" busy={action.busy.value} onClick={() => void action.run()}>
            {words.confirmDelete}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
