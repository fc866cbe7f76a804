import { computed, signal } from "@preact/signals";
import { afterRender } from "../base/ui/after-render.ts";
import { recall, remember } from "../base/ui/remembered.ts";
import { fuzzyScore } from "./fuzzy.ts";
import { ownCommands, workflowCommands } from "./own-commands.ts";
import { type Command, commandSources } from "../base/commands/registry.ts";

const typingPauseMs = 150;
const maxRecent = 8;
/** As many as one looks through; who wants another types on. */
const maxShown = 50;

function readRecent(): readonly string[] {
  return (recall("palette") ?? "").split("\n").filter((id) => id !== "");
}

/** Best fit first; among equals the recently chosen first, then the order in which they are offered. */
function rankCommands(typed: string, commands: readonly Command[], recent: readonly string[]): readonly Command[] {
  const turn = (id: string) => (recent.includes(id) ? recent.length - recent.indexOf(id) : 0);
  return commands
    .flatMap((command, place) => {
      const score = fuzzyScore(typed, command.title) ?? (command.words === undefined ? undefined : fuzzyScore(typed, command.words));
      return score === undefined ? [] : [{ command, place, score: score + turn(command.id) * (typed === "" ? 100 : 0.5) }];
    })
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, maxShown)
    .map(({ command }) => command);
}

/** What was typed, what fits it, and which of it is chosen. */
export function createPaletteModel(onClose: () => void) {
  const typed = signal("");
  const at = signal(0);
  const searching = signal(false);
  const own = ownCommands();
  const given = signal<readonly Command[]>(own);
  const recent = readRecent();
  const shown = computed(() => rankCommands(typed.value, given.value, recent));
  let pause: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  /** Local results are shown immediately; results from the server are added after them. */
  const gather = () => {
    running?.abort();
    const mine = (running = new AbortController());
    const waiting: Promise<readonly Command[]>[] = [workflowCommands(typed.peek().trim())];
    const atHand = [...own];
    for (const source of commandSources()) {
      const found = source(typed.peek().trim(), mine.signal);
      if (found instanceof Promise) waiting.push(found);
      else atHand.unshift(...found);
    }
    const late: Command[] = given.peek().filter(({ id }) => !atHand.some((each) => each.id === id));
    given.value = [...atHand, ...late];
    searching.value = true;
    // One source that fails leaves the others' commands.
    void Promise.allSettled(waiting).then((answers) => {
      if (mine.signal.aborted) return;
      searching.value = false;
      // The person's selection stays; without one, the best match is selected.
      const chosen = at.peek() > 0 ? shown.peek()[at.peek()]?.id : undefined;
      given.value = [...atHand, ...answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []))];
      if (chosen !== undefined)
        at.value = Math.max(
          0,
          shown.peek().findIndex(({ id }) => id === chosen),
        );
    });
  };
  return {
    typed,
    at,
    shown,
    searching,
    start: gather,
    stop() {
      clearTimeout(pause);
      running?.abort();
    },
    type(text: string) {
      typed.value = text;
      at.value = 0;
      clearTimeout(pause);
      pause = setTimeout(gather, typingPauseMs);
    },
    move(by: number) {
      const count = shown.value.length;
      if (count > 0) at.value = (at.value + by + count) % count;
    },
    choose(command: Command | undefined) {
      if (!command) return;
      remember("palette", [command.id, ...recent.filter((id) => id !== command.id)].slice(0, maxRecent).join("\n"));
      onClose();
      // After the dialog has given the focus back, so that what opens now can take it.
      afterRender(command.run);
    },
  };
}
