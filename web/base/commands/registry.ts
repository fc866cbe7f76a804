/** Where the command palette finds what it offers. A part of the pages names its own commands while it is shown. */
import type { IconName } from "../ui/icons.tsx";

export interface Command {
  /** The same from one day to the next, so that it can be found among the recent ones. */
  id: string;
  title: string;
  /** Said at the right, such as the kind of thing that it is. */
  group: string;
  icon: IconName;
  /** Further words by which it is found. */
  words?: string;
  /** Shown at the right, such as `N`. */
  keys?: string;
  run: () => void;
}
/**
 * Returns commands for the typed text. Results from the server are a promise; the signal ends a search whose result is
 * not needed any more.
 */
export type CommandSource = (typed: string, signal: AbortSignal) => readonly Command[] | Promise<readonly Command[]>;

const sources = new Set<CommandSource>();

/** Adds commands to the palette until the answered function is called. */
export function registerCommands(source: CommandSource): () => void {
  sources.add(source);
  return () => void sources.delete(source);
}

export function commandSources(): readonly CommandSource[] {
  return [...sources];
}
