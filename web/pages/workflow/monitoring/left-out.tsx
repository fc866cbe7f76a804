import { limits } from "#flow/limits.ts";
import { leaveOutPath } from "#flow/reruns/leave-out.ts";
import { IconButton } from "../../../base/ui/button.tsx";
import { createRememberedRecord } from "../../../base/ui/remembered.ts";
import { replayLabels } from "./rerun-labels.ts";

const words = replayLabels;

const { record, set } = createRememberedRecord<readonly string[]>("replay.leftOut");

/** What was last left out of the comparison for a workflow. */
export const lastLeftOut = (workflowId: string): readonly string[] => record.peek()[workflowId] ?? [];
export const rememberLeftOut = (workflowId: string, paths: readonly string[]): void => set(workflowId, paths);

/** The paths that were typed, one a line. */
export const pathsIn = (text: string): string[] => [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean);

/** What is wrong with them, as the server would say it. */
export function faultOf(paths: readonly string[]): string | undefined {
  const [pathMost, most] = [limits.maxLeaveOutPathChars, limits.maxLeaveOutPaths];
  if (paths.some((path) => path.length > pathMost)) return words.longPath(pathMost);
  const wrong = paths.find((path) => !leaveOutPath.test(path));
  if (wrong !== undefined) return words.wrongPath(wrong);
  return paths.length > most ? words.manyPaths(most) : undefined;
}

/** What a report leaves out; each can be taken back by those who may. */
export function LeftOut({ paths, onCompare }: { paths: readonly string[]; onCompare: ((path: string) => void) | undefined }) {
  return (
    <div class="left-out stack-s">
      <h2 id="left-out" class="soft">
        {words.leftOut}
      </h2>
      <ul class="filter-chips" aria-labelledby="left-out">
        {paths.map((path) => (
          <li key={path}>
            <span class="filter-chip left-out-path">
              <code class="break">{path}</code>
              {onCompare && <IconButton icon="close" label={words.compareAgain(path)} onClick={() => onCompare(path)} />}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
