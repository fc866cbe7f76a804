import { useSignal } from "@preact/signals";
import { sizeText } from "../../base/ui/size-text.ts";
import { Button } from "../../base/ui/button.tsx";
import { CodeBlock } from "../../base/ui/code-block.tsx";
import { CopyButton } from "../../base/ui/copy-button.tsx";
import { createAction } from "../../base/ui/resource.ts";
import { labels } from "../../base/labels.ts";
import { runLabels } from "./run-labels.ts";
import { saveFile } from "../../base/ui/save-file.ts";
import { ProblemNotice } from "../../base/ui/states.tsx";
import { useModel } from "../../base/ui/use-model.ts";
import type { LargeValue } from "./large-value.ts";

const words = runLabels;

/**
 * The lines and characters that are shown before a person asks for all, and the characters that a browser can still lay
 * out quickly.
 */
const linesAtFirst = 40;
const charsAtFirst = 8_000;
const mostChars = 400_000;

interface Props {
  /** What it is, such as `Output`. */
  title: string;
  /** Whose it is, for those who do not see where it stands. */
  of: string;
  value: unknown;
  /** Set where the value was left out for its size. */
  large?: LargeValue | undefined;
  none?: string;
  heading?: boolean;
}

/** A value to read and to copy. A long one is collapsed, one that was left out is fetched when it is asked for. */
export function ValueView({ title, of, value, large, none = words.value.none, heading = true }: Props) {
  const fetched = useSignal<{ value: unknown } | undefined>(undefined);
  const shown = fetched.value ? fetched.value.value : value;
  return (
    <div class="stack-s value">
      {heading && <h4>{title}</h4>}
      {large && !fetched.value ? (
        <NotShown large={large} onFetched={(got) => (fetched.value = { value: got })} />
      ) : shown === undefined || shown === null ? (
        <p class="soft value-none">{none}</p>
      ) : (
        <Text title={title} of={of} text={typeof shown === "string" ? shown : JSON.stringify(shown, null, 2)} />
      )}
    </div>
  );
}

function NotShown({ large, onFetched }: { large: LargeValue; onFetched: (value: unknown) => void }) {
  const fetching = useModel(() => createAction(async () => onFetched(await large.fetch())));
  return (
    <>
      <div class="value-none row">
        <span class="soft">{words.value.large(sizeText(large.chars))}</span>
        <Button busy={fetching.busy.value} onClick={() => void fetching.run()}>
          {words.value.load}
        </Button>
      </div>
      {fetching.problem.value && <ProblemNotice problem={fetching.problem.value} />}
    </>
  );
}

function Text({ title, of, text }: { title: string; of: string; text: string }) {
  const open = useSignal(false);
  const label = `${title}, ${of}`;
  const lines = text.split("\n");
  const isLong = lines.length > linesAtFirst || text.length > charsAtFirst;
  const isCut = text.length > mostChars;
  return (
    <>
      {isLong && !open.value ? (
        <div class="code value-part">
          <pre role="group" aria-label={label}>
            {lines.slice(0, linesAtFirst).join("\n").slice(0, charsAtFirst)}
          </pre>
          <div class="code-copy">
            <CopyButton text={text} label={labels.common.copyOf(label)} />
          </div>
        </div>
      ) : (
        <CodeBlock text={text.slice(0, mostChars)} label={label} copyLabel={labels.common.copyOf(label)} />
      )}
      {isCut && open.value && <p class="soft">{words.value.cut}</p>}
      {isLong && (
        <div class="row">
          <Button kind="quiet" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
            {open.value ? words.value.showLess : words.value.showAll(lines.length)}
          </Button>
          <Button kind="quiet" icon="download" onClick={() => saveFile(`${title.toLowerCase()}.json`, text)}>
            {words.value.save}
          </Button>
        </div>
      )}
    </>
  );
}
