/** A shell's text that has a meaning beyond its words. `more`: another command follows. */
export type ShellNote = "variable" | "substitution" | "more" | "redirect";

export interface ShellCommand {
  readonly words: readonly string[];
  readonly notes: ReadonlySet<ShellNote>;
}

/** Collects the words of one command. */
export class Words {
  readonly words: string[] = [];
  readonly notes = new Set<ShellNote>();
  #word: string | undefined;
  #isTarget = false;

  /** True if the next character starts a word. */
  get isBetween(): boolean {
    return this.#word === undefined;
  }

  add(piece: string): void {
    this.#word = (this.#word ?? "") + piece;
  }

  end(): void {
    if (this.#word === undefined) return;
    if (!this.#isTarget) this.words.push(this.#word);
    this.#isTarget = false;
    this.#word = undefined;
  }

  /** The next word names a file, and digits directly in front (`2>`) a stream: neither belongs to the command. */
  redirect(reads: boolean): void {
    if (this.#word !== undefined && /^\d+$/.test(this.#word)) this.#word = undefined;
    this.end();
    this.#isTarget = true;
    if (reads) this.notes.add("redirect");
  }

  /** Ends the command in front of `rest`. What a pipe leads to gets the answer and changes nothing about the call. */
  finish(rest: string): ShellCommand {
    this.end();
    const isPipe = /^\|(?!\|)/.test(rest);
    const other = rest.replace(/^[|;&()\s]+/, "").replace(/^#.*$/gm, "");
    if (isPipe ? /\bcurl\b/.test(other) : other.trim() !== "") this.notes.add("more");
    return { words: this.words, notes: this.notes };
  }

  /** A shell's variable is read as a workflow's variable of that name. */
  variable(name: string): void {
    this.notes.add("variable");
    this.add(`{{env.${name}}}`);
  }
}
