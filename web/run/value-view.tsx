import { useSignal } from "@preact/signals";
import { sizeText } from "../datasets/size-text.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { createAction } from "../ui/resource.ts";
import { runLabels } from "../ui/run-labels.ts";
import { saveFile } from "../ui/save-file.ts";
import { ProblemNotice } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";

const words = runLabels;

/** Lines that are shown before somebody asks for all, and characters that a browser can still lay out quickly. */
const linesAtFirst = 40;
const mostChars = 400_000;

interface Props {
  /** What it is, such as `Output`. */
  title: string;
  /** Whose it is, for those who do not see where it stands. */
  of: string;
  value: unknown;
  /** Set where the value was left out: the length of its JSON, and how to get it. */
  tooLarge?: number | undefined;
  load?: () => Promise<unknown>;
  none?: string;
  heading?: boolean;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** A value to read and to copy. A long one is collapsed, one that was left out is fetched when it is asked for. */
export function ValueView({ title, of, value, tooLarge, load, none = words.value.none, heading = true }: Props) {
  const loaded = useSignal<{ value: unknown } | undefined>(undefined);
  const open = useSignal(false);
  const fetching = useModel(() => createAction(async () => void (loaded.value = { value: await load?.() })));
  const shown = loaded.value ? loaded.value.value : value;
  const label = `${title}, ${of}`;
  if (tooLarge !== undefined && !loaded.value)
    return (
      <div class="stack-s value">
        {heading && <h4>{title}</h4>}
        <div class="value-none row">
          <span class="soft">{words.value.large(sizeText(tooLarge))}</span>
          {load && (
            <Button busy={fetching.busy.value} onClick={() => void fetching.run()}>
              {words.value.load}
            </Button>
          )}
        </div>
        {fetching.problem.value && <ProblemNotice problem={fetching.problem.value} />}
      </div>
    );
  if (shown === undefined || shown === null)
    return (
      <div class="stack-s value">
        {heading && <h4>{title}</h4>}
        <p class="soft value-none">{none}</p>
      </div>
    );
  const text = textOf(shown);
  const lines = text.split("\n");
  const isLong = lines.length > linesAtFirst || text.length > linesAtFirst * 200;
  const cut = text.length > mostChars;
  const part = lines
    .slice(0, linesAtFirst)
    .join("\n")
    .slice(0, linesAtFirst * 200);
  const whole = cut ? text.slice(0, mostChars) : text;
  return (
    <div class="stack-s value">
      {heading && <h4>{title}</h4>}
      {isLong && !open.value ? (
        <div class="code value-part">
          <pre role="group" aria-label={label}>
            {part}
          </pre>
          <div class="code-copy">
            <CopyButton text={text} label={words.copy(label)} />
          </div>
        </div>
      ) : (
        <CodeBlock text={whole} label={label} copyLabel={words.copy(label)} />
      )}
      {cut && open.value && <p class="soft">{words.value.cut}</p>}
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
    </div>
  );
}
